import type { Envelope } from "../envelope/envelope.js";
import type { MethodDescriptor, ServiceDescriptor } from "../service/descriptor.js";
import type { Args } from "../service/method.js";

/** One call as a function received it. */
export interface Call<Handler = unknown> {
  readonly service: ServiceDescriptor<Handler>;
  readonly method: MethodDescriptor<Handler>;
  readonly args: Args;
  /** From the call itself, or made here for a plain Thrift client. */
  readonly envelope: Envelope;
  /** False for a plain Thrift client: it would not ask again for an invocation that has given its process back. */
  readonly mayPark: boolean;
}

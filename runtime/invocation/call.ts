import type { MethodDescriptor, ServiceDescriptor } from "../service/descriptor.js";
import type { Args } from "../service/method.js";
import type { Envelope } from "../thrift_faas/types.js";

/** One call as a function received it. */
export interface Call<Handler = unknown> {
  readonly service: ServiceDescriptor<Handler>;
  readonly method: MethodDescriptor<Handler>;
  readonly args: Args;
  /** From the call itself; what it does not say has been added. */
  readonly envelope: Envelope;
  /** False for a client that has named no ID: it cannot ask again for an invocation that has given its process back. */
  readonly mayPark: boolean;
}

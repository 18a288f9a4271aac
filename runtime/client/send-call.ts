import type { Envelope } from "../envelope/envelope.js";
import { binary } from "../protocol/protocols.js";
import type { Args, Method, Service } from "../service/method.js";
import { decodeReply, encodeCall } from "../service/messages.js";
import { retry } from "./retry.js";
import type { Transport } from "./transport.js";

/**
 * Sends a call until its reply has come, always under the same invocation ID, and returns what the method returned.
 * @param args from `encodeArgs`
 * @param envelope of the first try; later ones count `attempt` up
 */
export async function sendCall<A extends Args, Value>(
  transport: Transport,
  service: Service,
  method: Method<A, Value>,
  args: Uint8Array,
  envelope: Envelope,
  timeoutMs: number,
): Promise<Value> {
  return retry(timeoutMs, async (number, leftMs) => {
    const attempt = envelope.attempt + number - 1;
    const body = encodeCall(method, args, { ...envelope, attempt });
    return decodeReply(method, await transport.post(service.function, body, binary.contentType, leftMs));
  });
}

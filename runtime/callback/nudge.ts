import type { Sender } from "../client/send-call.js";
import { binary } from "../protocol/binary.js";
import type { Intent } from "../store/store.js";

/** Sends an intent's message to its function, so that nobody has to wait for a collector; resolves to the reply. */
export function nudge(
  { transport }: Pick<Sender, "transport">,
  intent: Intent,
  timeoutMs: number,
): Promise<Uint8Array> {
  return transport.post(intent.function, intent.message, binary.contentType, timeoutMs);
}

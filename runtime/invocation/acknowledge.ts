import { ApplicationExceptionCodec } from "../protocol/application-exception.js";
import { MessageType } from "../protocol/protocol.js";
import { binary } from "../protocol/binary.js";
import { readEnvelope } from "../service/messages.js";
import type { Claim, Store } from "../store/store.js";
import { isUnrecorded } from "./errors.js";
import { fingerprintStep } from "./ids.js";

/** Whether a function's answer to an intent's message says that the invocation is done. A oneway call's is empty. */
export function isDone(reply: Uint8Array): boolean {
  if (reply.length === 0) return true;
  const input = binary.reader(reply);
  return input.readMessageBegin().type === MessageType.REPLY || !isUnrecorded(ApplicationExceptionCodec.read(input));
}

/**
 * Closes an intent once its callee has answered that it is done. Needed where the callee's own commit does not reach it; if it
 * did, or the answer was of another invocation, nothing changes.
 * @throws StoreError, ProtocolError if the answer cannot be read: the intent stays open then
 */
export async function acknowledge(store: Store, { key, intent }: Claim, reply: Uint8Array): Promise<void> {
  if (!isDone(reply)) return;
  // Fenced like every commit (E5): an answer that comes too late must not make a record where there is none any more.
  const expiry = Number((await readEnvelope(intent.message))?.expiry ?? 0n);
  const result = { kind: "reply", body: new Uint8Array(0) } as const;
  const nothing = { logLength: 0, append: [], reads: [], writes: [] };
  await store.commit({ key, fingerprint: fingerprintStep("outbox", key.id), expiry, ...nothing, result });
}

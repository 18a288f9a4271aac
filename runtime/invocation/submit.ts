import { publish } from "../events.js";
import type { Intent, RecordedResult } from "../store/store.js";
import type { Call } from "./call.js";
import type { FunctionContext } from "./context.js";
import { FinishedSignal, SupersededSignal } from "./errors.js";
import { execute, makeIntent } from "./execute.js";
import { identify } from "./identify.js";
import { explainRefusal } from "./refusal.js";

/** What tells a client that its call will be carried out: a result without a value. */
const ACCEPTED: RecordedResult = { kind: "reply", body: Uint8Array.of(0) };

/**
 * Accepts a call: resolves when its intent is durable, and carries it out afterwards. Should this process die meanwhile, a
 * collector does (E9).
 * @throws RefusedError if the ID has expired or belongs to another call; StoreError
 */
export async function submit<Handler>(
  call: Call<Handler>,
  handler: Handler,
  context: FunctionContext,
): Promise<RecordedResult> {
  const { about, key, args, fingerprint } = identify(call, context);
  const commit = async (expiry: number, intent?: Intent): Promise<number> => {
    const nothing = { logLength: 0, append: [], reads: [], writes: [] };
    const outcome = await context.store.commit({ key, fingerprint, expiry, ...nothing, intent });
    if (outcome.kind !== "applied") throw explainRefusal(about, outcome, 0);
    return outcome.expiry;
  };
  try {
    // The intent's message says when it expires, which the store has to mint first if nobody has.
    const expiry = Number(call.envelope.expiry) || (await commit(0));
    await commit(expiry, makeIntent(call, args, expiry, context));
  } catch (refusal) {
    // It has begun before, or even ended: accepted all the more.
    if (refusal instanceof FinishedSignal || refusal instanceof SupersededSignal) return ACCEPTED;
    throw refusal;
  }
  publish({ event: "submitted", ...about });
  // Its client waits no more: how long it would have is no limit for carrying it out.
  const { timeoutMs: _, ...envelope } = call.envelope;
  const accepted = { ...call, envelope: { ...envelope, attempt: Math.max(2, envelope.attempt) } };
  context.background.start(execute(accepted, handler, context));
  return ACCEPTED;
}

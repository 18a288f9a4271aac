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
 * @param ended is called as soon as nothing of it runs here any more, which is later
 * @throws RefusedError if the ID has expired or belongs to another call; StoreError
 */
export async function submit<Handler>(
  call: Call<Handler>,
  handler: Handler,
  context: FunctionContext,
  ended: () => void,
): Promise<RecordedResult> {
  let isNew = false;
  try {
    isNew = await accept(call, context);
  } finally {
    if (!isNew) ended();
  }
  if (!isNew) return ACCEPTED;
  // Its client waits no more: how long it would have is no limit for carrying it out.
  const { timeoutMs: _, ...envelope } = call.envelope;
  const accepted = { ...call, envelope: { ...envelope, attempt: Math.max(2, envelope.attempt) } };
  context.background.start(execute(accepted, handler, context).finally(ended));
  return ACCEPTED;
}

/** Whether there is anything left to do: it may have begun before, or even ended, and is accepted all the more. */
async function accept<Handler>(call: Call<Handler>, context: FunctionContext): Promise<boolean> {
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
    if (refusal instanceof FinishedSignal || refusal instanceof SupersededSignal) return false;
    throw refusal;
  }
  publish({ event: "submitted", ...about });
  return true;
}

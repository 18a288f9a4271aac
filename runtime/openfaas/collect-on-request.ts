/**
 * What a function does when it is sent a POST without a body, which anybody may send, as often as he likes: so there is
 * one pass at a time, it does not keep the process from stopping, and what it says holds no invocation's ID, for an ID
 * is all it takes to ask for a result.
 */

import { collect } from "../collector/collect.js";
import { describeCollected } from "../collector/describe.js";
import type { FunctionContext } from "../invocation/context.js";
import { log, type LogFields } from "../observability/log.js";
import type { Claim } from "../store/store.js";

/** For how long one pass begins new work, in milliseconds: the cron connector starts the next one soon. */
const PASS_MS = 30_000;

/**
 * Makes a function that runs a pass, or joins the one that is under way, and resolves to what it came to, in a line.
 * What somebody should look at is logged.
 * @param idleMs how long nobody may have worked on an intent
 */
export function collectOnRequest(
  context: Pick<FunctionContext, "store" | "transport" | "callTimeoutMs">,
  idleMs: number,
): () => Promise<string> {
  let underWay: Promise<string> | undefined;
  const pass = async (): Promise<string> => {
    const options = { idleMs, timeoutMs: context.callTimeoutMs, signal: AbortSignal.timeout(PASS_MS) };
    const collected = await collect(context.store, context, options);
    for (const { claim, reason } of collected.unfinished)
      log.warn("The collector could not finish an invocation", { ...fieldsOf(claim), reason });
    for (const letter of collected.deadLetters)
      log.error("DEAD LETTER: an invocation expired unfinished; it will not be tried again", {
        ...fieldsOf(letter),
        expired: new Date(letter.expiry).toISOString(),
      });
    const [summary = ""] = describeCollected(collected);
    return summary;
  };
  return () => (underWay ??= pass().finally(() => (underWay = undefined)));
}

function fieldsOf({ key, intent }: Claim): LogFields {
  return { invocation: key.id, partition: key.partition, function: intent.function };
}

/**
 * The collector (E9): has unfinished intents finished, and makes dead letters of those that expired. Any replica may run
 * it, any number at once: a claim keeps them from doing the same work, and nothing depends on it.
 */

import { nudge } from "../callback/nudge.js";
import type { Sender } from "../client/send-call.js";
import { publishCollectorEvent } from "../events.js";
import { acknowledge, isDone } from "../invocation/acknowledge.js";
import type { Claim, DeadLetter, Store } from "../store/store.js";

export interface CollectOptions {
  /** How long nobody may have worked on an intent, in milliseconds, before it is taken on. */
  readonly idleMs: number;
  /** How long one function may take to answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Once it is aborted no more is begun: what is left, the next pass finds. */
  readonly signal?: AbortSignal;
}

/** What one pass came to. */
export interface Collected {
  /** Intents that are done now. */
  readonly finished: number;
  /** Intents that were begun and are not done: they wait for something, or their function failed. */
  readonly unfinished: readonly { readonly claim: Claim; readonly reason: string }[];
  readonly deadLetters: readonly DeadLetter[];
}

/** So many functions are called at once, by one pass. */
const AT_ONCE = 16;
const SWEEP_LIMIT = 1_000;

/**
 * Makes one pass over everything that is to be finished.
 * @throws StoreError if the store does not answer
 */
export async function collect(
  store: Store,
  { transport }: Pick<Sender, "transport">,
  { idleMs, timeoutMs, signal }: CollectOptions,
): Promise<Collected> {
  let finished = 0;
  const unfinished: { claim: Claim; reason: string }[] = [];
  const finish = async (claim: Claim): Promise<void> => {
    try {
      const reply = await nudge({ transport }, claim.intent, timeoutMs);
      await acknowledge(store, claim, reply);
      if (isDone(reply)) finished++;
      else unfinished.push({ claim, reason: "it was refused; the function's log says why" });
    } catch (error) {
      unfinished.push({ claim, reason: error instanceof Error ? error.message : String(error) });
    }
  };
  const tried = new Set<string>();
  while (signal?.aborted !== true) {
    const claims = await store.claim(idleMs, AT_ONCE);
    // What takes long to fail may be idle again by now; it waits for the next pass, or this one might never end.
    const fresh = claims.filter(({ key: { partition, id } }) => tried.size < tried.add(`${partition} ${id}`).size);
    await Promise.all(fresh.map(finish));
    if (fresh.length < AT_ONCE) break;
  }
  // Last: the store tells of each dead letter once, and whatever failed after that would keep it from being told.
  const deadLetters = await sweepAll(store);
  publishCollectorEvent({ finished, unfinished: unfinished.length, deadLetters: deadLetters.length });
  return { finished, unfinished, deadLetters };
}

async function sweepAll(store: Store): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for (;;) {
    const some = await store.sweep(SWEEP_LIMIT);
    letters.push(...some);
    if (some.length < SWEEP_LIMIT) return letters;
  }
}

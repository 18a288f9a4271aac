/**
 * A process that shares an LMDB store with a test, for the test to race against and to kill.
 *
 * - `once FOLDER VALUE`: writes one value and ends.
 * - `race FOLDER NAME COUNT`: on a message, commits to COUNT invocations with the result NAME; sends the outcomes.
 * - `loop FOLDER FIRST`: commits FIRST, FIRST + 1 and so on, each in several places, and sends each number when done.
 * - `fill FOLDER COUNT`: commits COUNT big values; each time it cannot, it sends how many were applied and the error, and
 *   goes on from there on a message. Sends the count at the end.
 * - `secret FOLDER`: on a message, sends the store's secret.
 * - `sweep FOLDER LIMIT`: on a message, sweeps until nothing is left; sends the IDs it has got.
 */

import { once } from "node:events";
import { openLmdbStore } from "../../../runtime/store/lmdb.js";
import type { Outcome, Store } from "../../../runtime/store/store.js";
import { callback, commit, intent, KEY, reply, stateKey } from "./samples.js";

/** The caller of everything in `loop`. */
export const LOOP_CALLER = { partition: "ComposeService", id: "0" };

/** What `loop` writes for one number, in one commit; the test checks that it finds all of it or nothing. */
export function loopCommit(i: number) {
  const body = Buffer.from(String(i));
  return commit({
    key: { ...KEY, id: `${i}` },
    intent: intent(1),
    writes: ["a", "b", "c"].map((key) => ({ key: stateKey(key), value: body })),
    callback: callback({ caller: LOOP_CALLER, step: `${i}` }),
    ...(i % 2 === 0 && { result: { kind: "reply", body } }),
  });
}

async function writeOnce(store: Store, value: string): Promise<void> {
  await store.writeUnguarded(stateKey("a"), Buffer.from(value));
  await store.close();
}

async function race(store: Store, name: string, count: number): Promise<void> {
  await ordered();
  const commits = Array.from({ length: count }, (_, i) =>
    commit({ key: { ...KEY, id: `${i}` }, result: { kind: "reply", body: Buffer.from(name) } }),
  );
  const outcomes = await Promise.all(commits.map((one) => store.commit(one)));
  await store.close();
  answer(outcomes.map(inWords));
}

async function loop(store: Store, first: number): Promise<void> {
  for (let i = first; ; i++) {
    const { kind } = await store.commit(loopCommit(i));
    process.send?.(kind === "applied" ? i : kind);
  }
}

async function fill(store: Store, count: number): Promise<void> {
  const value = new Uint8Array(50_000);
  for (let i = 0; i < count;) {
    const key = { ...KEY, id: `${i}` };
    try {
      await store.commit(commit({ key, writes: [{ key: stateKey(`${i}`), value }], result: reply() }));
      i++;
    } catch (error) {
      process.send?.({ applied: i, error: String(error) });
      await once(process, "message");
    }
  }
  await store.close();
  answer({ applied: count });
}

async function tellSecret(store: Store): Promise<void> {
  await ordered();
  const secret = Buffer.from(await store.secret()).toString("hex");
  await store.close();
  answer(secret);
}

async function sweepAll(store: Store, limit: number): Promise<void> {
  await ordered();
  const ids: string[] = [];
  for (;;) {
    const letters = await store.sweep(limit);
    if (letters.length === 0) break;
    ids.push(...letters.map(({ key }) => key.id));
  }
  await store.close();
  answer(ids);
}

/** Says that it is there, and waits for the word to begin: so that several begin at once. */
async function ordered(): Promise<void> {
  const order = once(process, "message");
  process.send?.("ready");
  await order;
}

/** Sends the last message and lets the process end. */
function answer(message: unknown): void {
  process.send?.(message, () => process.disconnect());
}

function inWords(outcome: Outcome): string {
  return outcome.kind === "done" ? `done by ${Buffer.from(outcome.result.body).toString()}` : outcome.kind;
}

const [, script, mode, path, argument, count] = process.argv;
if (mode !== undefined && path !== undefined && script?.endsWith("lmdb-child.js")) {
  const store = await openLmdbStore(path);
  if (mode === "once") await writeOnce(store, argument ?? "");
  if (mode === "race") await race(store, argument ?? "", Number(count));
  if (mode === "loop") await loop(store, Number(argument));
  if (mode === "fill") await fill(store, Number(argument));
  if (mode === "secret") await tellSecret(store);
  if (mode === "sweep") await sweepAll(store, Number(argument));
}

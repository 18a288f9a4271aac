/**
 * A process that shares an LMDB store with a test, for the test to race against and to kill.
 *
 * - `once FOLDER VALUE`: writes one value and ends.
 * - `race FOLDER NAME COUNT`: on a message, commits to COUNT invocations with the result NAME; sends the outcomes.
 * - `loop FOLDER FIRST`: commits FIRST, FIRST + 1 and so on, each in several places, and sends each number when done.
 * - `fill FOLDER`: commits big values until it cannot; sends how many were applied, and the error.
 */

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

async function once(store: Store, value: string): Promise<void> {
  await store.writeUnguarded(stateKey("a"), Buffer.from(value));
  await store.close();
}

function race(store: Store, name: string, count: number): void {
  process.once("message", () => {
    const commits = Array.from({ length: count }, (_, i) =>
      commit({ key: { ...KEY, id: `${i}` }, result: { kind: "reply", body: Buffer.from(name) } }),
    );
    void Promise.all(commits.map((one) => store.commit(one))).then(async (outcomes) => {
      await store.close();
      process.send?.(outcomes.map(inWords), () => process.disconnect());
    });
  });
  process.send?.("ready");
}

async function loop(store: Store, first: number): Promise<void> {
  for (let i = first; ; i++) {
    const { kind } = await store.commit(loopCommit(i));
    process.send?.(kind === "applied" ? i : kind);
  }
}

async function fill(store: Store): Promise<void> {
  const value = new Uint8Array(50_000);
  for (let i = 0; i < 1000; i++) {
    const key = { ...KEY, id: `${i}` };
    const error = await store.commit(commit({ key, writes: [{ key: stateKey(`${i}`), value }], result: reply() })).then(
      () => undefined,
      (reason: Error) => reason,
    );
    if (error !== undefined) {
      process.send?.({ applied: i, error: String(error) }, () => process.disconnect());
      return;
    }
  }
}

function inWords(outcome: Outcome): string {
  return outcome.kind === "done" ? `done by ${Buffer.from(outcome.result.body).toString()}` : outcome.kind;
}

const [, script, mode, path, argument, count] = process.argv;
if (mode !== undefined && path !== undefined && script?.endsWith("lmdb-child.js")) {
  const store = await openLmdbStore(path);
  if (mode === "once") await once(store, argument ?? "");
  if (mode === "race") race(store, argument ?? "", Number(count));
  if (mode === "loop") await loop(store, Number(argument));
  if (mode === "fill") await fill(store);
}

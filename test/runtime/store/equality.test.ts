/** Random histories: the memory store, which is the reference, and the LMDB store must answer alike. */

import { expect } from "chai";
import fc from "fast-check";
import { openLmdbStore } from "../../../runtime/store/lmdb.js";
import { MemoryStore } from "../../../runtime/store/memory.js";
import type { Commit, Store } from "../../../runtime/store/store.js";
import { Clock } from "./bench.js";
import { makeFolder } from "./lmdb-folder.js";
import { collect, dump } from "./samples.js";

/** Few of each, so that histories meet the same keys again; long, odd and empty ones among them. */
const id = fc.constantFrom("1", "2", "\0", "é".repeat(1200));
const callerId = fc.constantFrom("c1", "c2");
const fingerprint = fc.constantFrom("f", "f", "f", "g");
const body = fc.uint8Array({ maxLength: 3 });
const absentOrBody = fc.option(body, { nil: undefined });
const result = fc.record({ kind: fc.constantFrom("reply" as const, "exception" as const), body });
const stateKey = fc.record({
  partition: fc.constant("TextService"),
  collection: fc.constantFrom("urls", "mentions"),
  key: fc.oneof(
    fc.constantFrom("", "a", "b", "a\0", "\ud800", "x".repeat(1000), `${"x".repeat(1000)}y`),
    fc.string({ maxLength: 2, unit: "binary" }),
  ),
});
const expiry = fc.constantFrom(0, 0, 1_000_500, 1_002_000);

const commit: fc.Arbitrary<Commit> = fc.record({
  key: fc.record({ partition: fc.constant("TextService"), id }),
  fingerprint,
  expiry,
  logLength: fc.constantFrom(0, 0, 1, 2),
  append: fc.array(
    fc.record({ step: fc.constantFrom("1", "2.1"), fingerprint, label: fc.constant("read"), value: absentOrBody }),
    { maxLength: 2 },
  ),
  intent: fc.option(fc.record({ function: fc.constant("f"), message: body }), { nil: undefined }),
  reads: fc.array(fc.record({ key: stateKey, value: fc.oneof(fc.constant(undefined), absentOrBody) }), {
    maxLength: 1,
  }),
  writes: fc.array(fc.record({ key: stateKey, value: absentOrBody }), { maxLength: 3 }),
  result: fc.option(result, { nil: undefined, freq: 3 }),
  callback: fc.option(
    fc.record({
      caller: fc.record({ partition: fc.constantFrom("ComposeService"), id: callerId }),
      step: fc.constantFrom("1", "2"),
      fingerprint,
      label: fc.constant("call"),
      result,
    }),
    { nil: undefined },
  ),
});

type Operation = (store: Store, clock: Clock) => Promise<unknown>;

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 6, arbitrary: commit.map((one) => named(one, (store) => store.commit(one))) },
  // Calls of one invocation that go on from where it is: random lengths alone rarely get past the checks.
  {
    weight: 6,
    arbitrary: commit.map((one) =>
      named(one, async (store) => {
        const record = await store.load(one.key);
        return store.commit({ ...one, logLength: record?.log.length ?? 0, reads: [] });
      }),
    ),
  },
  // Of one that has not seen the last entry of the log.
  {
    weight: 3,
    arbitrary: commit.map((one) =>
      named(one, async (store) => {
        const record = await store.load(one.key);
        const { fingerprint = one.fingerprint, log = [] } = record ?? {};
        return store.commit({ ...one, fingerprint, expiry: 0, logLength: Math.max(0, log.length - 1) });
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(0, 100, 1000), fc.nat({ max: 3 }))
      .map(([idle, limit]) => named({ idle, limit }, (store) => store.claim(idle, limit))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(stateKey, absentOrBody)
      .map(([key, value]) => named({ key, value }, (store) => store.writeUnguarded(key, value))),
  },
  { weight: 1, arbitrary: stateKey.map((key) => named(key, (store) => store.read([key, key]))) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(1, 100, 1000, 601_000).map((ms) =>
      named({ ms }, async (_, clock) => {
        clock.now += ms;
      }),
    ),
  },
);

/** Lets fast-check print a history that fails. */
function named(what: object, run: Operation): Operation {
  return Object.assign(run, { [fc.toStringMethod]: () => fc.stringify(what) });
}

async function play(store: Store, clock: Clock, history: readonly Operation[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const step of history) answers.push(await step(store, clock));
  const mentions = await collect(store.scan("TextService", "mentions"));
  return [...answers, await dump(store), mentions, await store.claim(0, 100)];
}

describe("the stores", () => {
  it("give identical answers to any history", async () => {
    const kinds = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 30 }), async (history) => {
        const [clock, lmdbClock] = [new Clock(), new Clock()];
        const memory = new MemoryStore(() => clock.now);
        const { path, remove } = await makeFolder();
        const lmdb = await openLmdbStore(path, { now: () => lmdbClock.now });
        try {
          const answers = await play(memory, clock, history);
          expect(await play(lmdb, lmdbClock, history)).to.deep.equal(answers);
          for (const answer of answers) {
            if (typeof answer !== "object" || answer === null || !("kind" in answer)) continue;
            kinds.set(String(answer.kind), (kinds.get(String(answer.kind)) ?? 0) + 1);
          }
        } finally {
          await lmdb.close();
          await remove();
        }
      }),
      { numRuns: 100 },
    );
    const all = ["applied", "behind", "conflict", "diverged", "done", "regressed", "stale"];
    expect([...kinds.keys()].toSorted(), "the histories meet every outcome").to.deep.equal(all);
  });
});

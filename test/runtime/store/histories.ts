/** Random histories of a store: what they are made of, and how one is played. Each operation prints itself. */

import fc from "fast-check";
import { EXPIRY_SLACK } from "../../../runtime/store/expiry.js";
import type { Callback, Commit, InvocationRecord, Store } from "../../../runtime/store/store.js";
import type { Clock } from "./bench.js";
import { collect, dump } from "./samples.js";

/** One operation; resolves to what the store answered. */
export type Operation = (store: Store, clock: Clock) => Promise<unknown>;

/** How far in the future IDs expire, in milliseconds; the steps of the clock reach over it and the slack. */
const SOON = [1000, 10_000];
const TICKS = [1, 1, 100, 100, 1000, EXPIRY_SLACK + 1000];

/** Few of each, so that histories meet the same keys again; long, odd and empty ones among them. All in one partition. */
const partition = fc.constant("TextService");
const id = fc.constantFrom("1", "2", "3", "4", "5", "\0", "é".repeat(1200));
const sentId = fc.constantFrom("sent 1", "sent 2");
const callerId = fc.constantFrom("caller 1", "caller 2");
const step = fc.constantFrom("1", "2");
const fingerprint = fc.constantFrom("f", "f", "f", "g");
const body = fc.uint8Array({ maxLength: 3 });
const absentOrBody = fc.option(body, { nil: undefined });
const result = fc.record({ kind: fc.constantFrom("reply" as const, "exception" as const), body });
const intent = fc.record({ function: fc.constant("f"), message: body });
const stateKey = fc.record({
  partition,
  collection: fc.constantFrom("urls", "mentions"),
  key: fc.oneof(
    fc.constantFrom("", "a", "b", "a\0", "\ud800", "x".repeat(1000), `${"x".repeat(1000)}y`),
    fc.string({ maxLength: 2, unit: "binary" }),
  ),
});

/** In a history a time says how long after the moment of its operation it is; 0 stands for itself. */
const expiry = fc.constantFrom(0, 0, ...SOON, -1);

const callback: fc.Arbitrary<Callback> = fc.record({
  caller: fc.record({ partition, id: callerId }),
  expiry: fc.constantFrom(...SOON, ...SOON, -1),
  step,
  fingerprint: fc.constantFrom("f", "g"),
  label: fc.constant("call"),
  result,
});

const append = fc.array(fc.record({ step, fingerprint, label: fc.constant("read"), value: absentOrBody }), {
  maxLength: 2,
});
const optionalIntent = fc.option(intent, { nil: undefined });
const outbox = fc.uniqueArray(fc.record({ key: fc.record({ partition, id: sentId }), intent }), {
  maxLength: 2,
  selector: ({ key }) => key.id,
});

/** Everything that stands in a commit but for how it ends. */
const flush = fc.record({
  key: fc.record({ partition, id: fc.oneof(id, sentId) }),
  fingerprint,
  expiry,
  logLength: fc.constantFrom(0, 0, 1, 2),
  append,
  intent: optionalIntent,
  reads: fc.array(fc.record({ key: stateKey, value: fc.oneof(fc.constant(undefined), absentOrBody) }), {
    maxLength: 1,
  }),
  writes: fc.array(fc.record({ key: stateKey, value: absentOrBody }), { maxLength: 3 }),
});

const commit: fc.Arbitrary<Commit> = fc.oneof(
  fc.record({ flush, outbox }).map((one) => ({ ...one.flush, outbox: withoutOwn(one.flush, one.outbox) })),
  {
    weight: 2,
    arbitrary: fc
      .record({ flush, outbox, result, callback: fc.option(callback, { nil: undefined, freq: 9 }) })
      .map(({ flush: fields, outbox: sent, ...end }) => ({ ...fields, outbox: withoutOwn(fields, sent), ...end })),
  },
);

/** A commit of a caller that waits: callbacks go to the same few. */
const parking: fc.Arbitrary<Commit> = fc
  .record({ flush, intent, callerId, parked: fc.constantFrom(["1"], ["2"], ["1", "2"]) })
  .map((one) => ({
    ...one.flush,
    key: { ...one.flush.key, id: one.callerId },
    intent: one.intent,
    parked: one.parked,
  }));

/** The end of a caller. */
const ending: fc.Arbitrary<Commit> = fc
  .record({ flush, result, callerId })
  .map((one) => ({ ...one.flush, key: { ...one.flush.key, id: one.callerId }, result: one.result }));

/** Makes a commit that goes on from the record, or nearly: random ones alone rarely get past the checks. */
const INTENTIONS: readonly ((one: Commit, record: InvocationRecord | undefined) => Commit)[] = [
  (one) => one,
  (one, record) => ({ ...one, logLength: record?.log.length ?? 0, reads: [] }),
  (one, record) => sameCall({ ...one, logLength: record?.log.length ?? 0, reads: [] }, record),
  (one, record) => sameCall({ ...one, logLength: Math.max(0, (record?.log.length ?? 0) - 1) }, record),
];

export const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 16,
    arbitrary: fc
      .record({
        one: fc.oneof({ weight: 4, arbitrary: commit }, { weight: 2, arbitrary: parking }, ending),
        intention: fc.constantFrom(...INTENTIONS),
      })
      .map(({ one, intention }) =>
        named({ one, intention }, async (store, clock) => {
          const meant = intention(atTime(one, clock), await store.load(one.key));
          return store.commit(meant.callback ? { ...meant, callback: atTime(meant.callback, clock) } : meant);
        }),
      ),
  },
  {
    weight: 6,
    arbitrary: callback.map((one) =>
      named(one, async (store, clock) => {
        const { kind, ...rest } = await store.deliver(atTime(one, clock));
        return { kind: `delivery ${kind}`, ...rest };
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
      .constantFrom(0, 1, 2, 10)
      .map((limit) => named({ sweep: limit }, async (store) => ({ swept: await store.sweep(limit) }))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(stateKey, absentOrBody)
      .map(([key, value]) => named({ key, value }, (store) => store.writeUnguarded(key, value))),
  },
  { weight: 1, arbitrary: stateKey.map((key) => named(key, (store) => store.read([key, key]))) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...TICKS).map((ms) =>
      named({ ms }, async (_, clock) => {
        clock.now += ms;
      }),
    ),
  },
);

/** Plays a history; returns every answer, and then all that the store holds. */
export async function play(store: Store, clock: Clock, history: readonly Operation[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const one of history) answers.push(await one(store, clock));
  const mentions = await collect(store.scan("TextService", "mentions"));
  const end = [await dump(store), mentions, await store.claim(0, 100)];
  clock.now += 10 * 86_400_000;
  return [...answers, ...end, { swept: await store.sweep(100) }, await dump(store)];
}

/** The words for what an answer shows, so that a test can tell whether its histories have met everything. */
export function kindsOf(answer: unknown): string[] {
  if (typeof answer !== "object" || answer === null) return [];
  if ("swept" in answer) return Array.isArray(answer.swept) && answer.swept.length > 0 ? ["dead letter"] : [];
  if (Array.isArray(answer)) return answer.some((one) => isObject(one) && "intent" in one) ? ["claim"] : [];
  if (!("kind" in answer)) return [];
  return [`${String(answer.kind)}${"wake" in answer ? " with wake-up" : ""}`];
}

function atTime<T extends { readonly expiry: number }>(one: T, clock: Clock): T {
  return { ...one, expiry: one.expiry === 0 ? 0 : clock.now + one.expiry };
}

function sameCall(one: Commit, record: InvocationRecord | undefined): Commit {
  return { ...one, fingerprint: record?.fingerprint ?? one.fingerprint, expiry: record?.expiry ?? one.expiry };
}

function withoutOwn({ key }: Pick<Commit, "key">, sent: NonNullable<Commit["outbox"]>): Commit["outbox"] {
  return sent.filter((one) => one.key.id !== key.id);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Lets fast-check print a history that fails. */
function named(what: object, run: Operation): Operation {
  return Object.assign(run, { [fc.toStringMethod]: () => fc.stringify(what) });
}

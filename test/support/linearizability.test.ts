/** The checker against histories by hand, against a real object's, and against trying all orders. */

import { expect } from "chai";
import fc from "fast-check";
import { checkLinearizable, type Operation, type SequentialModel } from "./linearizability.js";
import { counter, type CounterInput, register, type RegisterInput } from "./sequential-models.js";

type RegisterOperation = Operation<RegisterInput, number | boolean | null>;
type CounterOperation = Operation<CounterInput, number>;

const read = (process: string, called: number, returned: number, output: number): RegisterOperation => ({
  process,
  input: { kind: "read" },
  called,
  returned,
  output,
});
const write = (process: string, called: number, returned: number | undefined, value: number): RegisterOperation => ({
  process,
  input: { kind: "write", value },
  called,
  returned,
  output: null,
});
const increment = (
  process: string,
  called: number,
  returned: number | undefined,
  output?: number,
): CounterOperation => ({
  process,
  input: "increment",
  called,
  returned,
  output,
});

const cas = (process: string, called: number, returned: number, [from, to]: [number, number], output: boolean) => ({
  process,
  input: { kind: "cas", from, to } as const,
  called,
  returned,
  output,
});

describe("checkLinearizable", () => {
  const accepts: Record<string, readonly RegisterOperation[]> = {
    "an empty history": [],
    "one operation after the other": [write("a", 1, 2, 7), read("b", 3, 4, 7)],
    "a read that overlaps a write and sees it": [write("a", 1, 10, 7), read("b", 2, 3, 7)],
    "a read that overlaps a write and does not see it": [write("a", 1, 10, 7), read("b", 2, 3, 0)],
    "operations that touch": [write("a", 1, 2, 7), read("b", 2, 3, 0)],
    "a write of unknown outcome that is seen late": [
      write("a", 1, undefined, 7),
      read("b", 5, 6, 0),
      read("b", 7, 8, 7),
    ],
    "a write of unknown outcome that never took place": [write("a", 1, undefined, 7), read("b", 5, 6, 0)],
    "the one of two overlapping compare-and-sets that wins": [
      cas("a", 1, 9, [0, 1], true),
      cas("b", 1, 9, [0, 2], false),
      read("c", 10, 11, 1),
    ],
    "an order that is found only by going back": [
      write("a", 1, 20, 1),
      write("b", 1, 20, 2),
      read("c", 2, 3, 2),
      read("c", 4, 5, 1),
    ],
  };
  for (const [name, history] of Object.entries(accepts))
    it(`accepts ${name}`, () => expect(checkLinearizable(history, register())).to.deep.equal({ ok: true }));

  const rejects: Record<string, readonly RegisterOperation[]> = {
    "a stale read": [write("a", 1, 2, 7), read("b", 3, 4, 0)],
    "a value from nowhere": [write("a", 1, 2, 7), read("b", 3, 4, 8)],
    "two reads that see a write come and go": [write("a", 1, 10, 7), read("b", 2, 3, 7), read("c", 4, 5, 0)],
    "two compare-and-sets that both win": [cas("a", 1, 9, [0, 1], true), cas("b", 1, 9, [0, 2], true)],
    "a write of unknown outcome that is seen before its call": [write("a", 9, undefined, 7), read("b", 1, 2, 7)],
  };
  for (const [name, history] of Object.entries(rejects))
    it(`rejects ${name}`, () => expect(checkLinearizable(history, register()).ok).to.equal(false));

  it("rejects a lost update, and an increment that took place twice", () => {
    expect(checkLinearizable([increment("a", 1, 9, 1), increment("b", 1, 9, 2)], counter).ok).to.equal(true);
    expect(checkLinearizable([increment("a", 1, 9, 1), increment("b", 1, 9, 1)], counter).ok).to.equal(false);
    expect(checkLinearizable([increment("a", 1, 2, 1), increment("b", 3, 4, 3)], counter).ok).to.equal(false);
    const unknown = increment("c", 1, undefined);
    expect(checkLinearizable([unknown, increment("a", 1, 2, 1), increment("b", 3, 4, 3)], counter).ok).to.equal(true);
  });

  it("checks each key on its own, and names the one that is wrong", () => {
    const history = [
      { ...increment("a", 1, 2, 1), key: "apples" },
      { ...increment("a", 3, 4, 1), key: "pears" },
    ];
    expect(checkLinearizable(history, counter).ok).to.equal(true);
    const wrong = checkLinearizable([...history, { ...increment("b", 5, 6, 1), key: "pears" }], counter);
    expect(wrong.ok).to.equal(false);
    if (!wrong.ok) {
      expect(wrong.explain).to.match(
        /^pears: no order .* ends in the state 1, and does not explain b: "increment" -> 1/,
      );
      expect(wrong.explain).to.contain('a: "increment" -> 1 (3 to 4)');
    }
  });

  it("does not try the same situation twice", () => {
    // Fourteen overlapping writes of one value have 14! orders, but only 2^14 situations, with 15 operations to try in each.
    const writes = Array.from({ length: 14 }, (_, index) => write(`w${index}`, 1, 100, 7));
    let applied = 0;
    const model = register();
    const counting: typeof model = {
      ...model,
      apply(state, input) {
        applied++;
        return model.apply(state, input);
      },
    };
    expect(checkLinearizable([...writes, read("r", 200, 201, 8)], counting).ok).to.equal(false);
    expect(applied).to.be.lessThan(2 ** 14 * 15);
  });

  it("accepts what a real object does", () => {
    fc.assert(
      fc.property(histories(register(), registerInput, 30), (history) => {
        const checked = checkLinearizable(history, register());
        expect(checked, JSON.stringify(checked)).to.deep.equal({ ok: true });
      }),
      { numRuns: 200 },
    );
  });

  it("rejects most of what a real counter does once one result is altered", () => {
    const altered = fc.tuple(histories(counter, counterInput, 20), fc.nat(), fc.constantFrom(-2, -1, 1, 2, 50));
    let rejected = 0;
    const samples = fc.sample(altered, { numRuns: 300, seed: 7 });
    for (const [history, position, by] of samples) {
      const known = history.filter(({ returned }) => returned !== undefined);
      const victim = known[position % known.length];
      const wrong = history.map((operation) =>
        operation === victim ? { ...operation, output: (operation.output ?? 0) + by } : operation,
      );
      if (!checkLinearizable(wrong, counter).ok) rejected++;
    }
    expect(rejected).to.be.greaterThan(200);
  });

  it("agrees with trying all orders", () => {
    let refused = 0;
    fc.assert(
      fc.property(arbitraryHistory, (history) => {
        const expected = hasOrder(history, register());
        if (!expected) refused++;
        expect(checkLinearizable(history, register()).ok, JSON.stringify(history)).to.equal(expected);
      }),
      { numRuns: 2_000 },
    );
    expect(refused).to.be.within(500, 1_500);
  });
});

const registerInput: fc.Arbitrary<RegisterInput> = fc.oneof(
  fc.constant({ kind: "read" } as const),
  fc.record({ kind: fc.constant("write" as const), value: fc.nat(2) }),
  fc.record({ kind: fc.constant("cas" as const), from: fc.nat(2), to: fc.nat(2) }),
);
const counterInput: fc.Arbitrary<CounterInput> = fc.constantFrom("increment", "read");

/** Histories as a linearizable object makes them: every operation takes place at a moment, its call is before, its return after. */
function histories<State, Input, Output>(
  model: SequentialModel<State, Input, Output>,
  input: fc.Arbitrary<Input>,
  maxLength: number,
): fc.Arbitrary<Operation<Input, Output>[]> {
  const span = fc.record({ input, early: fc.nat(40), late: fc.nat(40), fate: fc.nat(9) });
  return fc.array(span, { minLength: 1, maxLength }).map((spans) => {
    let state = model.initial;
    return spans.map(({ input: asked, early, late, fate }, index) => {
      const moment = 10 * index;
      // Of ten operations, one is never heard of again, and one more has never taken place either.
      const operation = { process: `p${index}`, input: asked, called: moment - early };
      if (fate === 0) return operation;
      const applied = model.apply(state, asked);
      state = applied.state;
      return fate === 1 ? operation : { ...operation, returned: moment + late, output: applied.output };
    });
  });
}

/** Five operations with any results at all. */
const arbitraryHistory: fc.Arbitrary<RegisterOperation[]> = fc
  .array(
    fc.record({
      input: registerInput,
      called: fc.nat(8),
      length: fc.nat(6),
      seen: fc.nat(2),
      isSet: fc.boolean(),
      isKnown: fc.nat(5),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((operations) =>
    operations.map(({ input, called, length, seen, isSet, isKnown }, index) => ({
      process: `p${index}`,
      input,
      called,
      ...(isKnown > 0 && {
        returned: called + length,
        output: input.kind === "read" ? seen : input.kind === "write" ? null : isSet,
      }),
    })),
  );

/** The definition itself: some operations of unknown outcome left out, some order of the rest that respects time and results. */
function hasOrder<State, Input, Output>(
  history: readonly Operation<Input, Output>[],
  { initial, apply }: SequentialModel<State, Input, Output>,
): boolean {
  const explains = (state: State, left: readonly Operation<Input, Output>[]): boolean => {
    if (left.every(({ returned }) => returned === undefined)) return true;
    return left.some((operation) => {
      const others = left.filter((other) => other !== operation);
      if (others.some(({ returned }) => returned !== undefined && returned < operation.called)) return false;
      const next = apply(state, operation.input);
      const isExplained = operation.returned === undefined || next.output === operation.output;
      return isExplained && explains(next.state, others);
    });
  };
  return explains(initial, history);
}

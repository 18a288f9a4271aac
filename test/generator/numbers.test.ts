/** i64s as numbers and as bigints: what is generated for test/generator/numbers.thrift with `--i64 number`, run. */

import { expect } from "chai";
import fc from "fast-check";
import { ProtocolError } from "../../runtime/protocol/protocol-error.js";
import type { Protocol, StructCodec } from "../../runtime/protocol/protocol.js";
import { binary } from "../../runtime/protocol/binary.js";
import { encodeValue } from "../../runtime/protocol/encode-value.js";
import { fieldsOf } from "../../runtime/protocol/fields.js";
import { tagOf } from "../../runtime/protocol/tag.js";
import { TType } from "../../runtime/protocol/protocol.js";
import { openState } from "../../runtime/state/open-state.js";
import { StateError } from "../../runtime/state/state-error.js";
import { AmountCodec, TallyCodec, TooManyCodec } from "../golden/numbers/gen/numbers/codecs.js";
import { Counter, CounterMethods, type CounterState } from "../golden/numbers/gen/numbers/counter.js";
import { COUNTS, LARGEST, LEAST, MOST, type Tally, TooMany } from "../golden/numbers/gen/numbers/types.js";
import { PROTOCOLS } from "../runtime/protocol/protocols.js";
import { FakeAccess } from "../runtime/state/fake-access.js";

const LARGEST_NUMBER = Number.MAX_SAFE_INTEGER;

const tally: Tally = {
  count: LARGEST_NUMBER,
  total: -LARGEST_NUMBER,
  id: -(2n ** 63n),
  parts: [0, -1, 2 ** 31, 2 ** 32, -(2 ** 40)],
  by_number: new Map([[-LARGEST_NUMBER, new Set([1, LARGEST_NUMBER])]]),
  by_id: new Map([[2n ** 60n, [7]]]),
  ids: [new Map([[2n ** 62n, -(2n ** 62n)]])],
  exact: 2n ** 53n,
  others: [2n ** 63n - 1n],
};

function encode<T>(codec: StructCodec<T>, value: T, protocol: Protocol = binary): Uint8Array {
  const output = protocol.writer();
  codec.write(output, value);
  return output.finish();
}

function decode<T>(codec: StructCodec<T>, bytes: Uint8Array, protocol: Protocol = binary): T {
  return codec.read(protocol.reader(bytes));
}

describe("an i64 that is a number", () => {
  for (const protocol of PROTOCOLS) {
    it(`survives in ${protocol.name}, up to 2^53 - 1, beside those that are bigints`, () => {
      expect(decode(TallyCodec, encode(TallyCodec, tally, protocol), protocol)).to.deep.equal(tally);
      const amount = { kind: "numbers", value: [LARGEST_NUMBER] } as const;
      expect(decode(AmountCodec, encode(AmountCodec, amount, protocol), protocol)).to.deep.equal(amount);
      const left = decode(TooManyCodec, encode(TooManyCodec, new TooMany({ left: 3 }), protocol), protocol);
      expect(left).to.include({ left: 3, message: "TooMany: left 3" });
    });

    it(`is the bigint of the same value to a peer, in ${protocol.name}`, () => {
      fc.assert(
        fc.property(fc.maxSafeInteger(), (number) => {
          const bytes = encode(CounterMethods.add.args, { number, id: BigInt(number) }, protocol);
          const { number: same, id } = decode(CounterMethods.add.args, bytes, protocol);
          expect(same).to.equal(number);
          const asBigints = encode(CounterMethods.latest.result, { success: BigInt(number) }, protocol);
          const asNumbers = encode(CounterMethods.add.result, { success: number }, protocol);
          expect(asNumbers).to.deep.equal(asBigints);
          expect(id).to.equal(BigInt(number));
        }),
      );
    });

    for (const value of [2n ** 53n, -(2n ** 53n), 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)])
      it(`is refused in ${protocol.name} when ${value} comes, with its field, wherever it stands`, () => {
        /** A struct with one field, as a peer writes it to whom an i64 is an i64. */
        const sent = (type: TType, id: number, write: (output: ReturnType<Protocol["writer"]>) => void): Uint8Array => {
          const output = protocol.writer();
          output.writeStructBegin(fieldsOf("", []));
          output.writeTag(tagOf(type, id));
          write(output);
          output.writeStructEnd();
          return output.finish();
        };
        const total = sent(TType.I64, 2, (output) => output.writeI64(value));
        expect(() => decode(TallyCodec, total, protocol)).to.throw(
          ProtocolError,
          `Tally.total is ${value} on the wire, which no number holds exactly: those go to 2^53 - 1. As a bigint (\`faas.i64`,
        );
        const part = sent(TType.LIST, 4, (output) => {
          output.writeListBegin(TType.I64, 1);
          output.writeI64(value);
          output.writeListEnd();
        });
        expect(() => decode(TallyCodec, part, protocol)).to.throw(ProtocolError, "Tally.parts is ");
        const key = sent(TType.MAP, 5, (output) => {
          output.writeMapBegin(TType.I64, TType.SET, 1);
          output.writeI64(value);
          output.writeSetBegin(TType.I64, 0);
          output.writeSetEnd();
          output.writeMapEnd();
        });
        expect(() => decode(TallyCodec, key, protocol)).to.throw(ProtocolError, "Tally.by_number is ");
        const variant = sent(TType.I64, 1, (output) => output.writeI64(value));
        expect(() => decode(AmountCodec, variant, protocol)).to.throw(ProtocolError, "Amount.number is ");
        expect(() => decode(CounterMethods.add.args, variant, protocol)).to.throw(
          ProtocolError,
          "Counter.add.number is ",
        );
      });
  }

  it("is refused when it is written and none, with its field", () => {
    const wrong = (changes: object): Tally => ({ ...tally, ...changes });
    const write = (changes: object) => () => encodeValue((output) => TallyCodec.write(output, wrong(changes)));
    expect(write({ count: 2 ** 53 })).to.throw(
      RangeError,
      "Tally.count must be an integer from -(2^53 - 1) to 2^53 - 1, got 9007199254740992",
    );
    for (const value of [1.5, NaN, Infinity, -(2 ** 53)])
      expect(write({ total: value })).to.throw(RangeError, "Tally.total");
    expect(write({ count: 5n })).to.throw(TypeError, "Tally.count must be a number, got 5n");
    expect(write({ parts: ["5"] })).to.throw(TypeError, 'Tally.parts must be a number, got the string "5"');
    expect(write({ by_number: new Map([[0.1, new Set()]]) })).to.throw(RangeError, "Tally.by_number");
    expect(write({ exact: 5 })).to.throw(TypeError, "Tally.exact must be a bigint");
    const amount = { kind: "number", value: 1e300 } as const;
    expect(() => encodeValue((output) => AmountCodec.write(output, amount))).to.throw(RangeError, "Amount.number");
    const args = { number: 0.5, id: 1n };
    expect(() => encodeValue((output) => CounterMethods.add.args.write(output, args))).to.throw(
      RangeError,
      "Counter.add.number",
    );
  });

  it("is one in constants and defaults", () => {
    expect([MOST, LEAST, LARGEST]).to.deep.equal([LARGEST_NUMBER, -LARGEST_NUMBER, 2n ** 63n - 1n]);
    expect(COUNTS).to.deep.equal(new Map([[1n, [2, 3]]]));
    const { total: _, ...rest } = decode(TallyCodec, new Uint8Array([0]));
    expect(rest).to.deep.equal({
      count: LARGEST_NUMBER,
      id: 2n ** 63n - 1n,
      parts: [],
      by_number: new Map(),
      by_id: new Map(),
      ids: [],
      exact: 0n,
      others: [],
    });
  });

  it("tells partitions as a bigint does", () => {
    expect(CounterMethods.add.partitionBy?.({ number: -7, id: 1n })).to.equal("-7");
  });
});

describe("state with numbers", () => {
  const open = (access: FakeAccess): CounterState =>
    openState(Counter.state ?? new Map(), access) as unknown as CounterState;

  it("is kept under the keys and in the bytes that bigints have", async () => {
    const access = new FakeAccess();
    const state = open(access);
    expect(await state.total.update((before) => before + 1)).to.equal(4);
    await state.by_number.put(-5, LARGEST_NUMBER);
    await state.by_id.put(2n ** 60n, tally);
    await state.rows.push([1, 2]);
    await state.seen.add(9);
    for (const [name, score] of [["a", 10], ["b", 9], ["c", -1]] as const) await state.ranking.add(name, score); // prettier-ignore
    expect(access.values.get("by_number/-5")).to.deep.equal(
      Uint8Array.of(TType.I64, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    );
    const again = open(access);
    expect(await again.total.get()).to.equal(4);
    expect(await again.by_number.get(-5)).to.equal(LARGEST_NUMBER);
    expect(await again.by_id.get(2n ** 60n)).to.deep.equal(tally);
    expect(await again.rows.slice()).to.deep.equal([[1, 2]]);
    expect(await again.seen.has(9)).to.equal(true);
    expect(await again.ranking.range()).to.deep.equal([
      { value: "c", score: -1 },
      { value: "b", score: 9 },
      { value: "a", score: 10 },
    ]);
  });

  it("refuses what is no exact number, stored or to be stored", async () => {
    const access = new FakeAccess();
    const state = open(access);
    const failure = await state.by_number.put(1, 0.5).catch((each: unknown) => each);
    expect(failure)
      .to.be.instanceOf(RangeError)
      .and.have.property("message")
      .that.equals(
        'The state "by_number" does not take this: A value must be an integer from -(2^53 - 1) to 2^53 - 1, got 0.5',
      );
    access.values.set("by_number/1", Uint8Array.of(TType.I64, 0, 0x20, 0, 0, 0, 0, 0, 0));
    const error = await state.by_number.get(1).catch((each: unknown) => each);
    expect(error).to.be.instanceOf(StateError).and.have.property("message").that.includes("by_number/1");
  });
});

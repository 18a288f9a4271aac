import { expect } from "chai";
import fc from "fast-check";
import type { StoredType } from "../../../runtime/state/descriptor.js";
import { keyText } from "../../../runtime/state/key-text.js";
import { stored } from "../../../runtime/state/stored-types.js";
import { TType } from "../../../runtime/protocol/protocol.js";
import { PlaceCodec } from "../../golden/bookshop/gen/bookshop/codecs.js";
import { Format } from "../../golden/bookshop/gen/bookshop/types.js";

const place = { type: TType.STRUCT, ...PlaceCodec };

/** Different keys have different texts. */
function expectDistinct<T>(type: StoredType<T>, keys: fc.Arbitrary<T>): void {
  fc.assert(
    fc.property(keys, keys, (a, b) => {
      const same = JSON.stringify(a, bigints) === JSON.stringify(b, bigints);
      expect(keyText(type, a) === keyText(type, b)).to.equal(same);
    }),
  );
}

const bigints = (_: string, value: unknown): unknown => (typeof value === "bigint" ? `${value}n` : value);

describe("the text of a key", () => {
  it("is one that people can read", () => {
    expect(keyText(stored.string, "a/ü%")).to.equal("a/ü%");
    expect(keyText(stored.i64, -(2n ** 63n))).to.equal("-9223372036854775808");
    expect(keyText(stored.i32, -0)).to.equal("0");
    expect(keyText(stored.bool, false)).to.equal("false");
    expect(keyText(stored.uuid, "00112233-4455-6677-8899-AABBCCDDEEFF")).to.equal(
      "00112233-4455-6677-8899-aabbccddeeff",
    );
    expect(keyText(stored.binary, new Uint8Array([0, 255]))).to.equal("00ff");
    expect(keyText({ ...stored.i32, name: "Format" }, Format.EBOOK)).to.equal("10");
  });

  it("differs where keys differ", () => {
    expectDistinct(stored.string, fc.string({ unit: "grapheme" }));
    expectDistinct(stored.i64, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));
    expectDistinct(stored.i8, fc.integer({ min: -128, max: 127 }));
    expectDistinct(stored.binary, fc.uint8Array({ maxLength: 3 }));
    expectDistinct(
      place,
      fc.record({
        format: fc.constantFrom(1, 2, 10),
        row: fc.integer({ min: -3, max: 3 }),
        label: fc.string(),
      }) as never,
    );
  });

  it("is that of the struct as it reads back, defaults filled in", () => {
    const label = "unlabelled";
    expect(keyText(place, { format: 1, row: 2 })).to.equal(keyText(place, { format: 1, row: 2, label }));
    expect(keyText(place, { format: 1, row: 2 })).not.to.equal(keyText(place, { format: 1, row: 2, label: "" }));
  });

  it("is refused for what does not fit the type, or is sent as something else", () => {
    expect(() => keyText(stored.i8, 128)).to.throw(RangeError);
    expect(() => keyText(stored.i64, 5 as never)).to.throw(TypeError, "bigint");
    expect(() => keyText(stored.uuid, "x")).to.throw(TypeError);
    expect(() => keyText(stored.string, "a\ud800")).to.throw(TypeError, "whole characters");
    expect(keyText(stored.string, "🎉")).to.equal("🎉");
  });
});

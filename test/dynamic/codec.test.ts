/** JSON to bytes and back, beside what generated code makes of the same bytes. */

import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import fc from "fast-check";
import { codecOf } from "../../dynamic/codec.js";
import { parseJson, printJson } from "../../dynamic/json.js";
import { ProtocolError } from "../../runtime/protocol/protocol-error.js";
import { TType, type StructCodec } from "../../runtime/protocol/protocol.js";
import { binary } from "../../runtime/protocol/binary.js";
import { anyBook, anyOrder, anyPayment } from "../generator/bookshop-values.js";
import { BookCodec, OrderCodec, OutOfStockCodec, PaymentCodec } from "../golden/bookshop/gen/bookshop/codecs.js";
import { OutOfStock } from "../golden/bookshop/gen/bookshop/types.js";
import { decode, encode, programOf, structIn } from "./idl.js";
import { anyStruct, idlOf, valueOf } from "./random-types.js";
import { tagOf } from "../../runtime/protocol/tag.js";
import { fieldsOf } from "../../runtime/protocol/fields.js";

const bookshop = programOf("idl-examples/bookshop.thrift");
const json = (text: string): unknown => parseJson(text, "the values");

/** Bytes as JSON on one line. */
function show(codec: StructCodec<unknown>, bytes: Uint8Array): unknown {
  return JSON.parse(printJson(decode(codec, bytes)));
}

describe("codecs made from an IDL", () => {
  it("get every value of every type through JSON and bytes", () => {
    const anyCase = anyStruct.chain((shape) => fc.tuple(fc.constant(idlOf(shape)), valueOf(shape)));
    fc.assert(
      fc.property(anyCase, ([idl, value]) => {
        const codec = codecOf(structIn(programOf("random.thrift", idl), "Root"));
        const text = printJson(value);
        expect(printJson(decode(codec, encode(codec, json(text))))).to.equal(text);
      }),
    );
  });

  it("read what generated code writes, and write what it reads", () => {
    const survives = <T>(name: string, generated: StructCodec<T>, value: T): void => {
      const codec = codecOf(structIn(bookshop, name));
      const text = printJson(decode(codec, encode(generated, value)));
      expect(decode(generated, encode(codec, json(text)))).to.deep.equal(value);
    };
    // A set in memory may hold two structs that are equal; one of JSON may not.
    const isSet = <T>(set: ReadonlySet<T>): boolean =>
      [...set].every((one, index) => [...set].slice(0, index).every((other) => !isDeepStrictEqual(one, other)));
    fc.assert(
      fc.property(anyBook, (book) => {
        fc.pre(isSet(book.categories));
        survives("Book", BookCodec, book);
      }),
    );
    fc.assert(fc.property(anyOrder, (order) => survives("Order", OrderCodec, order)));
    fc.assert(fc.property(anyPayment, (payment) => survives("Payment", PaymentCodec, payment)));
  });

  it("write the same bytes as generated code", () => {
    const codec = codecOf(structIn(bookshop, "OutOfStock"));
    const value = json('{ "restock": -9223372036854775808, "isbn": "x", "left": "2147483647" }');
    const exception = new OutOfStock({ isbn: "x", left: 2147483647, restock: -(2n ** 63n) });
    expect(encode(codec, value)).to.deep.equal(encode(OutOfStockCodec, exception));
  });

  it("give fields that are left out what generated code gives them", () => {
    const least = '{ "isbn": "1", "title": "Emma", "price": { "cents": 1 } }';
    const book = codecOf(structIn(bookshop, "Book"));
    expect(decode(BookCodec, encode(book, json(least)))).to.deep.equal({
      isbn: "1",
      title: "Emma",
      authors: [],
      format: 2,
      price: { cents: 1n, currency: 978 },
      in_print: true,
      weight: 0.25,
      age_from: 0,
      categories: new Set(),
      reviews: new Map(),
    });
    expect(show(book, encode(book, json(least)))).to.deep.include({
      format: "PAPERBACK",
      weight: 0.25,
      in_print: true,
    });
  });

  it("fill in what a peer has left out, as generated code does", () => {
    const output = binary.writer();
    output.writeStructBegin(fieldsOf("", []));
    output.writeStructEnd();
    const nothing = output.finish();
    const state = codecOf(structIn(bookshop, "ShopState"));
    expect(show(state, nothing)).to.deep.equal({
      stock: {},
      free_space: [],
      orders: {},
      last_number: 1000,
      most_sold: "PAPERBACK",
      logo: "",
      watermarks: [],
      split_payments: [],
      views: {},
      reviews: {},
      by_author: {},
      ratings: {},
      shelves_by_town: {},
      float_in_till: { cents: 5000, currency: "EUR" },
    });
    const place = codecOf(structIn(bookshop, "Place"));
    expect(show(place, nothing)).to.deep.equal({ format: "HARDBACK", row: 0, label: "unlabelled" });
    for (const [name, message] of [
      ["Author", "The required field Author.name is missing"],
      ["Payment", "The union Payment has no field set that this IDL knows"],
    ] as const)
      expect(() => decode(codecOf(structIn(bookshop, name)), nothing)).to.throw(ProtocolError, message);
  });

  it("make every kind of constant a default", () => {
    const idl = `
      enum Size { SMALL = 1, LARGE = 3 }
      union Either { 1: i32 number, 2: binary bytes }
      struct Point { 1: i32 x = 4, 2: i32 y }
      struct Defaults {
        1: optional double minus_zero = -0.0
        2: i64 large = 9223372036854775807
        3: binary bytes = "hä"
        4: set<Size> sizes = [Size.LARGE]
        5: map<Size, string> named = { Size.SMALL: "S" }
        6: map<bool, list<double>> numbers = { true: [1, 2.5] }
        7: Point point = { "y": 5 }
        8: Either either = { "number": 7 }
        9: uuid id
        10: optional Point none
        11: bool yes = 1
      }`;
    const codec = codecOf(structIn(programOf("defaults.thrift", idl), "Defaults"));
    const text = printJson(decode(codec, encode(codec, json("{}"))));
    expect(text).to.equal(
      printJson(
        json(`{ "minus_zero": -0, "large": 9223372036854775807, "bytes": "aMOk", "sizes": ["LARGE"], "named": { "SMALL": "S" },
          "numbers": { "true": [1, 2.5] }, "point": { "x": 4, "y": 5 }, "either": { "number": 7 },
          "id": "00000000-0000-0000-0000-000000000000", "yes": true }`),
      ),
    );
  });

  it("show numbers of enums that the IDL does not know, and skip such fields", () => {
    const output = binary.writer();
    output.writeStructBegin(fieldsOf("", []));
    output.writeTag(tagOf(TType.I32, 1));
    output.writeI32(4711);
    output.writeTag(tagOf(TType.STRING, 99));
    output.writeString("?");
    output.writeStructEnd();
    expect(show(codecOf(structIn(bookshop, "Place")), output.finish())).to.deep.include({ format: 4711 });
  });
});

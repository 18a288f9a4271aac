/** What the generated code for the bookshop does: the goldens, imported and run. */

import { expect } from "chai";
import fc from "fast-check";
import type { Caller } from "../../runtime/client/caller.js";
import type { Envelope } from "../../runtime/thrift_faas/types.js";
import { ProtocolError } from "../../runtime/protocol/protocol-error.js";
import { type ProtocolWriter, type StructCodec, TType } from "../../runtime/protocol/protocol.js";
import { binary } from "../../runtime/protocol/binary.js";
import { PROTOCOLS } from "../runtime/protocol/protocols.js";
import type { Result } from "../../runtime/service/method.js";
import {
  BookShop,
  BookShopClient,
  BookShopMethods,
  type ReviewsArgs,
} from "../golden/bookshop/gen/bookshop/book-shop.js";
import {
  AuthorCodec,
  BookCodec,
  CategoryCodec,
  NoSuchOrderCodec,
  OrderCodec,
  OutOfStockCodec,
  PaymentCodec,
} from "../golden/bookshop/gen/bookshop/codecs.js";
import { EXAMPLE, Format, NoSuchOrder, OutOfStock, type Payment } from "../golden/bookshop/gen/bookshop/types.js";
import { MoneyCodec } from "../golden/bookshop/gen/money/codecs.js";
import { TillClient, TillMethods } from "../golden/bookshop/gen/money/till.js";
import { Currency, CurrencyNotTaken } from "../golden/bookshop/gen/money/types.js";
import { anyBook, anyOrder, anyPayment } from "./bookshop-values.js";
import { tagOf } from "../../runtime/protocol/tag.js";
import { fieldsOf } from "../../runtime/protocol/fields.js";

/** Writes a bare struct as a peer would whose IDL is another one. */
function encode(write: (output: ProtocolWriter) => void): Uint8Array {
  const output = binary.writer();
  output.writeStructBegin(fieldsOf("", []));
  write(output);
  output.writeStructEnd();
  return output.finish();
}

function field(output: ProtocolWriter, id: number, type: TType, write: () => void): void {
  output.writeTag(tagOf(type, id));
  write();
}

const string = (output: ProtocolWriter, id: number, text: string): void =>
  field(output, id, TType.STRING, () => output.writeString(text));

function decode<T>(codec: StructCodec<T>, bytes: Uint8Array): T {
  const input = binary.reader(bytes);
  const value = codec.read(input);
  input.assertEnd();
  return value;
}

function roundTrip<T>(codec: StructCodec<T>, value: T): T {
  const output = binary.writer();
  codec.write(output, value);
  return decode(codec, output.finish());
}

describe("generated codecs", () => {
  for (const protocol of PROTOCOLS)
    it(`read what they write, in ${protocol.name}`, () => {
      const survives = <T>(codec: StructCodec<T>, value: T): void => {
        const output = protocol.writer();
        output.writeMessageBegin("m", 1, 0);
        codec.write(output, value);
        output.writeMessageEnd();
        const input = protocol.reader(output.finish());
        input.readMessageBegin();
        expect(codec.read(input)).to.deep.equal(value);
      };
      fc.assert(fc.property(anyBook, (book) => survives(BookCodec, book)));
      fc.assert(fc.property(anyOrder, (order) => survives(OrderCodec, order)));
      fc.assert(fc.property(anyPayment, (payment) => survives(PaymentCodec, payment)));
    });

  it("fill in defaults and zero values, and leave out what is optional", () => {
    const bytes = encode((output) => {
      string(output, 1, "9780141439518");
      string(output, 2, "Emma");
      field(output, 5, TType.STRUCT, () => MoneyCodec.write(output, { cents: 5n, currency: Currency.GBP }));
    });
    expect(decode(BookCodec, bytes)).to.deep.equal({
      isbn: "9780141439518",
      title: "Emma",
      authors: [],
      format: Format.PAPERBACK,
      price: { cents: 5n, currency: Currency.GBP },
      in_print: true,
      weight: 0.25,
      age_from: 0,
      categories: new Set(),
      reviews: new Map(),
    });
  });

  it("write an optional field only when it is there", () => {
    const author = { name: "Voltaire", pseudonyms: new Set(["Arouet"]) };
    expect(roundTrip(AuthorCodec, author)).to.have.all.keys("name", "pseudonyms");
    expect(roundTrip(AuthorCodec, { ...author, born: 1694 })).to.have.property("born", 1694);
  });

  it("follow a recursion as far as it goes", () => {
    const category = {
      name: "crime",
      parent: { name: "fiction", related: [] },
      related: [{ name: "law", related: [] }],
    };
    expect(roundTrip(CategoryCodec, category)).to.deep.equal(category);
  });

  it("name the required field that is missing, also where a value has no zero", () => {
    const noTitle = encode((output) => string(output, 1, "9780141439518"));
    expect(() => decode(BookCodec, noTitle)).to.throw(ProtocolError, "Book.title");
    const noPrice = encode((output) => (string(output, 1, "9780141439518"), string(output, 2, "Emma")));
    expect(() => decode(BookCodec, noPrice)).to.throw(ProtocolError, "Book.price");
  });

  it("name the field that has another type than the IDL says", () => {
    const bytes = encode((output) => field(output, 2, TType.I32, () => output.writeI32(7)));
    expect(() => decode(BookCodec, bytes)).to.throw(ProtocolError, "Book.title");
    const element = encode((output) =>
      field(output, 3, TType.SET, () => {
        output.writeSetBegin(TType.I32, 1);
        output.writeI32(7);
        output.writeSetEnd();
      }),
    );
    expect(() => decode(AuthorCodec, element)).to.throw(ProtocolError);
  });

  it("keep an enum's value that this IDL does not know", () => {
    const later = 77 as Format;
    expect(roundTrip(BookCodec, { ...EXAMPLE, format: later }).format).to.equal(77);
  });

  it("skip fields that this IDL does not know", () => {
    const bytes = encode((output) => {
      field(output, 90, TType.STRUCT, () => BookCodec.write(output, EXAMPLE));
      string(output, 1, "known");
      field(output, -4, TType.LIST, () => {
        output.writeListBegin(TType.I64, 2);
        output.writeI64(1n);
        output.writeI64(2n);
        output.writeListEnd();
      });
    });
    expect(decode(AuthorCodec, bytes)).to.deep.equal({ name: "known", pseudonyms: new Set() });
  });

  it("refuse a union in which nothing is set, or only what this IDL does not know", () => {
    expect(() =>
      decode(
        PaymentCodec,
        encode(() => {}),
      ),
    ).to.throw(ProtocolError, "Payment");
    expect(() =>
      decode(
        PaymentCodec,
        encode((output) => string(output, 9, "barter")),
      ),
    ).to.throw(ProtocolError);
    const paid: Payment = { kind: "voucher", value: "V-1" };
    expect(roundTrip(PaymentCodec, { kind: "split", value: [paid] })).to.deep.equal({ kind: "split", value: [paid] });
  });

  it("make exceptions that are errors, with a message whether the IDL has one or not", () => {
    const out = roundTrip(OutOfStockCodec, new OutOfStock({ isbn: "978", left: 3, restock: undefined }));
    expect(out).to.be.instanceOf(OutOfStock).and.instanceOf(Error);
    expect(out).to.include({ name: "OutOfStock", isbn: "978", left: 3, message: "OutOfStock: isbn 978, left 3" });
    expect(out).not.to.have.property("restock");
    expect(roundTrip(OutOfStockCodec, new OutOfStock({ isbn: "", left: 0, restock: 5n })).restock).to.equal(5n);
    expect(roundTrip(NoSuchOrderCodec, new NoSuchOrder({ message: "no order 7" })).message).to.equal("no order 7");
  });
});

describe("generated services", () => {
  const envelope: Envelope = { id: "i", root: "r", expiry: 0n, attempt: 1 };

  it("carry the envelope in a field of the arguments that a plain peer need not send", () => {
    const { args } = BookShop.methods.get("is_open") ?? expect.fail();
    expect(
      decode(
        args,
        encode(() => {}),
      ),
    ).to.deep.equal({});
    expect(roundTrip(args, { $envelope: envelope })).to.deep.equal({ $envelope: envelope });
  });

  it("list the methods of the parent with their own", () => {
    const methods = [...BookShop.methods.values()].map(({ name, oneway, isVoid }) => ({ name, oneway, isVoid }));
    expect(methods.map(({ name }) => name)).to.deep.equal([
      "balance",
      "pay",
      "search",
      "order",
      "how_paid",
      "is_open",
      "viewed",
      "reviews",
      "review",
      "total",
      "remind",
      "cancel",
    ]);
    expect(methods).to.deep.include({ name: "viewed", oneway: true, isVoid: true });
    expect(methods).to.deep.include({ name: "is_open", oneway: false, isVoid: false });
  });

  it("name their methods for callers without a client, those of the parent too", () => {
    expect(Object.keys(BookShopMethods).slice(0, 3)).to.deep.equal(["balance", "pay", "search"]);
    expect(BookShopMethods.balance).to.equal(TillMethods.balance);
    expect([...BookShop.methods]).to.deep.equal(Object.entries(BookShopMethods));
    const args: ReviewsArgs = { isbn: "978" };
    expect(roundTrip(BookShopMethods.reviews.args, args)).to.deep.equal(args);
  });

  it("say what the annotations say, and nothing where there are none", () => {
    const { search, total, remind, viewed, cancel, balance, reviews } = BookShopMethods;
    expect(search).to.include({ effects: "readonly", timeoutMs: 5000, tries: 3 }).and.not.have.property("partitionBy");
    expect(total).to.include({ effects: "pure" });
    expect(balance).to.include({ effects: "readonly" });
    expect(remind).to.include({ effects: "idempotent", timeoutMs: 120_000 }).and.not.have.property("tries");
    expect(viewed.partitionBy?.({ isbn: "9/78" })).to.equal("9/78");
    expect(reviews).to.include({ effects: "readonly" }).and.have.property("partitionBy");
    expect(cancel).not.to.have.any.keys("effects", "timeoutMs", "tries", "partitionBy");
  });

  it("know the exceptions of a method by the field they travel in", () => {
    expect(BookShop.methods.get("order")?.exceptions).to.deep.equal({ out: OutOfStock, currency: CurrencyNotTaken });
    const { result } = BookShop.methods.get("pay") ?? expect.fail();
    const thrown: Result<unknown> & { readonly notTaken: CurrencyNotTaken } = {
      notTaken: new CurrencyNotTaken({ currency: Currency.USD, taken: new Set([Currency.EUR]) }),
    };
    expect(roundTrip(result, thrown)).to.have.deep.nested.property("notTaken.taken", new Set([Currency.EUR]));
  });

  it("call the service of the client, also for a method of its parent", async () => {
    const calls: string[] = [];
    const caller: Caller = {
      call(service, method, args) {
        calls.push(`${service.function} ${method.name} ${Object.keys(args).join(" ")}`);
        return Promise.reject(new Error("not answered"));
      },
    };
    const shop = new BookShopClient(caller);
    await Promise.allSettled([shop.pay(EXAMPLE.price), shop.cancel(1n, ["late"]), new TillClient(caller).balance()]);
    expect(calls).to.deep.equal(["book-shop pay sum", "book-shop cancel number arguments", "till balance "]);
  });
});

describe("generated constants", () => {
  it("have the values of the IDL, with what it leaves open filled in", () => {
    expect(EXAMPLE).to.deep.include({
      authors: [{ name: "Jane Austen", born: 1775, pseudonyms: new Set() }],
      format: Format.PAPERBACK,
      price: { cents: 899n, currency: Currency.EUR },
      weight: 0.25,
    });
    expect(EXAMPLE).not.to.have.property("subtitle");
  });
});

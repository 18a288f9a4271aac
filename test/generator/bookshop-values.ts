/** Arbitrary values of the bookshop's structs, for round trips. */

import fc from "fast-check";
import {
  type Author,
  type Book,
  type Category,
  Format,
  type Order,
  type Payment,
} from "../golden/bookshop/gen/bookshop/types.js";
import { Currency, type Money } from "../golden/bookshop/gen/money/types.js";

const text = fc.string({ unit: "binary", maxLength: 40 });
const i64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const i32 = fc.integer();
const small = { maxLength: 3 };

/** chai cannot compare sets of objects that have no prototype. */
const PLAIN = { noNullPrototype: true } as const;

const setOf = <T>(element: fc.Arbitrary<T>): fc.Arbitrary<ReadonlySet<T>> =>
  fc.uniqueArray(element, small).map((elements) => new Set(elements));
const mapOf = <K, V>(key: fc.Arbitrary<K>, value: fc.Arbitrary<V>): fc.Arbitrary<ReadonlyMap<K, V>> =>
  fc.uniqueArray(fc.tuple(key, value), { ...small, selector: ([each]) => each }).map((entries) => new Map(entries));

const format = fc.constantFrom(...Object.values(Format));
const money: fc.Arbitrary<Money> = fc.record(
  { cents: i64, currency: fc.constantFrom(...Object.values(Currency)) },
  PLAIN,
);

const author: fc.Arbitrary<Author> = fc.record(
  { name: text, born: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }), pseudonyms: setOf(text) },
  { ...PLAIN, requiredKeys: ["name", "pseudonyms"] },
);

const { category } = fc.letrec<{ category: Category }>((tie) => ({
  category: fc.oneof(
    { depthSize: "small" },
    fc.record({ name: text, related: fc.constant([]) }, PLAIN),
    fc.record({ name: text, parent: tie("category"), related: fc.array(tie("category"), small) }, PLAIN),
  ),
}));

export const anyBook: fc.Arbitrary<Book> = fc.record(
  {
    isbn: text,
    title: text,
    authors: fc.array(author, small),
    format,
    price: money,
    subtitle: text,
    cover: fc.uint8Array(),
    in_print: fc.boolean(),
    weight: fc.double(),
    age_from: fc.integer({ min: -128, max: 127 }),
    categories: setOf(category),
    reviews: mapOf(text, fc.array(text, small)),
  },
  {
    ...PLAIN,
    requiredKeys: [
      "isbn",
      "title",
      "authors",
      "format",
      "price",
      "in_print",
      "weight",
      "age_from",
      "categories",
      "reviews",
    ],
  },
);

export const { payment: anyPayment } = fc.letrec<{ payment: Payment }>((tie) => ({
  payment: fc.oneof(
    { depthSize: "small" },
    fc.record({ kind: fc.constant("cash" as const), value: money }, PLAIN),
    fc.record({ kind: fc.constant("voucher" as const), value: text }, PLAIN),
    fc.record({
      kind: fc.constant("split" as const),
      value: fc.array(tie("payment"), small),
    }),
  ),
}));

/** `copies` is always there: the IDL gives it a default, which a reader fills in. */
export const anyOrder: fc.Arbitrary<Order> = fc.record({
  id: fc.uuid(),
  basket: mapOf(text, i32),
  payment: anyPayment,
  agreed_prices: mapOf(text, money),
  shelves: fc.array(mapOf(format, setOf(i32)), small),
  greeting: text,
  copies: i32,
});

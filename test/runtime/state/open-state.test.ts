/** The state that is generated for the bookshop, opened and used as a handler does. */

import { expect } from "chai";
import type { Invocation } from "../../../runtime/invocation/invocation.js";
import { openState } from "../../../runtime/state/open-state.js";
import { BookShop, type BookShopHandler, type BookShopState } from "../../golden/bookshop/gen/bookshop/book-shop.js";
import { EXAMPLE, Format } from "../../golden/bookshop/gen/bookshop/types.js";
import { Till, type TillState } from "../../golden/bookshop/gen/money/till.js";
import { Currency } from "../../golden/bookshop/gen/money/types.js";
import { SocialGraphService } from "../../golden/social_network/gen/social_network/social-graph-service.js";
import { TextService } from "../../golden/social_network/gen/social_network/text-service.js";
import { FakeAccess } from "./fake-access.js";

function openShop(access: FakeAccess): BookShopState {
  return openState(BookShop.state ?? new Map(), access) as unknown as BookShopState;
}

const ID = "00112233-4455-6677-8899-aabbccddeeff";

describe("the state that the IDL declares", () => {
  it("has an accessor per field, those of the parent first, and reads nothing yet", () => {
    const access = new FakeAccess();
    const fields = Object.keys(openShop(access));
    expect(fields.slice(0, 3)).to.deep.equal(["sums", "payments", "stock"]);
    expect(fields).to.have.length(17);
    expect(Object.keys(openState(Till.state ?? new Map(), access))).to.deep.equal(["sums", "payments"]);
    expect(TextService).not.to.have.property("state");
    expect(access.reads).to.equal(0);
  });

  it("keeps values of every type, each with its default", async () => {
    const access = new FakeAccess();
    const before = openShop(access);
    expect(await before.last_number.get()).to.equal(1000n);
    expect(await before.most_sold.get()).to.equal(Format.PAPERBACK);
    expect(await before.float_in_till.get()).to.deep.equal({ cents: 5000n, currency: Currency.EUR });
    expect(await before.recommended.get()).to.equal(undefined);
    expect(await before.last_number.update((number) => number + 1n)).to.equal(1001n);
    await before.recommended.set(EXAMPLE);
    await before.most_sold.set(Format.EBOOK);
    await before.logo.set(new Uint8Array([1, 2]));
    const after = openShop(access);
    expect(await after.last_number.get()).to.equal(1001n);
    expect(await after.recommended.get()).to.deep.equal(EXAMPLE);
    expect(await after.most_sold.get()).to.equal(Format.EBOOK);
    expect(await after.logo.get()).to.deep.equal(new Uint8Array([1, 2]));
  });

  it("keeps collections element by element, under keys that people can read", async () => {
    const access = new FakeAccess();
    const shop = openShop(access);
    await shop.stock.put("978", EXAMPLE);
    await shop.free_space.put({ format: Format.EBOOK, row: 3 }, 7);
    await shop.split_payments.push({ kind: "voucher", value: "V-1" });
    await shop.watermarks.add(new Uint8Array([0xab]));
    await shop.views.add("978", 3n);
    await shop.reviews.of("978").push("good", "bad");
    await shop.by_author.of("Jane/Austen").add("978");
    await shop.ratings.of(Format.HARDBACK).add("978", 4.5);
    await shop.shelves_by_town.of("Bath").put("978", [1, 2]);
    await shop.sums.put(Currency.GBP, 5n);
    const keys = [...access.values.keys()].filter((key) => !key.startsWith("free_space/"));
    expect(keys.toSorted()).to.deep.equal([
      "by_author/Jane%2FAusten/page/0",
      "by_author/Jane%2FAusten/pages",
      "by_author/Jane%2FAusten/score/978",
      "ratings/1/page/0",
      "ratings/1/pages",
      "ratings/1/score/978",
      "reviews/978/0",
      "reviews/978/1",
      "reviews/978/length",
      "shelves_by_town/Bath/978",
      "split_payments/0",
      "split_payments/length",
      "stock/978",
      "sums/826",
      "views/page/0",
      "views/pages",
      "views/score/978",
      "watermarks/page/0",
      "watermarks/pages",
      "watermarks/score/ab",
    ]);
    const again = openShop(access);
    expect(await again.stock.get("978")).to.deep.equal(EXAMPLE);
    expect(await again.free_space.get({ format: Format.EBOOK, row: 3, label: "unlabelled" })).to.equal(7);
    expect(await again.free_space.get({ format: Format.EBOOK, row: 4 })).to.equal(undefined);
    expect(await again.split_payments.slice()).to.deep.equal([{ kind: "voucher", value: "V-1" }]);
    expect(await again.watermarks.values()).to.deep.equal([new Uint8Array([0xab])]);
    expect(await again.views.range()).to.deep.equal([{ value: "978", score: 3n }]);
    expect(await again.reviews.of("978").slice()).to.deep.equal(["good", "bad"]);
    expect(await again.by_author.of("Jane/Austen").values()).to.deep.equal(["978"]);
    expect(await again.by_author.of("Jane").values()).to.deep.equal([]);
    expect(await again.ratings.of(Format.HARDBACK).score("978")).to.equal(4.5);
    expect(await again.shelves_by_town.of("Bath").get("978")).to.deep.equal([1, 2]);
    expect(await again.sums.get(Currency.GBP)).to.equal(5n);
  });

  it("takes a UUID in either case", async () => {
    const access = new FakeAccess();
    const order = { id: ID, basket: new Map(), payment: { kind: "voucher", value: "" } as const };
    const whole = { ...order, agreed_prices: new Map(), shelves: [], greeting: "", copies: 1 };
    await openShop(access).orders.put(ID.toUpperCase(), whole);
    expect(await openShop(access).orders.get(ID)).to.deep.equal(whole);
  });

  it("is what the handlers of a service and of its parent find behind `invocation.state`", () => {
    // Compiled, not run: the types are what is tested.
    const handler: Pick<BookShopHandler, "pay" | "order"> = {
      async pay(sum, invocation: Invocation<TillState>) {
        await invocation.state.sums.update(sum.currency, (before = 0n) => before + sum.cents);
      },
      order: (_order, invocation) => invocation.state.last_number.update((before) => before + 1n),
    };
    expect(Object.keys(handler)).to.deep.equal(["pay", "order"]);
  });

  it("is described alike for maps of sets", () => {
    const followers = SocialGraphService.state?.get("followers");
    expect(followers).to.have.property("kind", "map-of");
    expect(followers).to.have.nested.property("of.kind", "set");
    expect(followers).to.have.nested.property("of.value.name", "i64");
  });
});

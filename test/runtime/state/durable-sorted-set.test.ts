import { expect } from "chai";
import fc from "fast-check";
import type { StoredType } from "../../../runtime/state/descriptor.js";
import { openDurableSet } from "../../../runtime/state/durable-set.js";
import { openDurableSortedSet } from "../../../runtime/state/durable-sorted-set.js";
import { PAGE_SIZE } from "../../../runtime/state/sorted-pages.js";
import { stored } from "../../../runtime/state/stored-types.js";
import { FakeAccess } from "./fake-access.js";

interface Entry<S> {
  readonly value: string;
  readonly score: S;
}

/** What a sorted set is, in the simplest way: an array that is sorted again after each change. */
class SortedArray<S extends number | bigint> {
  entries: Entry<S>[] = [];

  score(value: string): S | undefined {
    return this.entries.find((each) => each.value === value)?.score;
  }

  add(value: string, score: S): boolean {
    const isNew = !this.delete(value);
    this.entries.push({ value, score });
    this.entries.sort((a, b) => (a.score < b.score ? -1 : a.score > b.score ? 1 : a.value < b.value ? -1 : 1));
    return isNew;
  }

  delete(value: string): boolean {
    const before = this.entries.length;
    this.entries = this.entries.filter((each) => each.value !== value);
    return this.entries.length < before;
  }
}

/** Runs random operations on a sorted set and on the array; everything each of them says must be the same. */
async function expectEqual<S extends number | bigint>(
  type: StoredType<S>,
  scores: fc.Arbitrary<S>,
  values: fc.Arbitrary<string>,
  length: number,
  numRuns: number,
): Promise<void> {
  const position = fc.option(fc.integer({ min: -length, max: length }), { nil: undefined });
  const operation = fc.record({
    do: fc.constantFrom("add", "add", "add", "delete", "score", "range", "rangeDescending"),
    value: values,
    score: scores,
    start: position,
    end: position,
  });
  const operations = fc.array(operation, { minLength: length / 2, maxLength: length, size: "max" });
  await fc.assert(
    fc.asyncProperty(operations, async (all) => {
      const access = new FakeAccess();
      const model = new SortedArray<S>();
      // Opened again and again, as by one invocation after the other.
      const set = () => openDurableSortedSet(access.cells(), stored.string, type);
      for (const { do: what, value, score, start, end } of all) {
        if (what === "add") expect(await set().add(value, score)).to.equal(model.add(value, score));
        if (what === "delete") expect(await set().delete(value)).to.equal(model.delete(value));
        if (what === "score") expect(await set().score(value)).to.equal(model.score(value));
        if (what === "range") expect(await set().range(start, end)).to.deep.equal(model.entries.slice(start, end));
        if (what === "rangeDescending")
          expect(await set().rangeDescending(start, end)).to.deep.equal(model.entries.toReversed().slice(start, end));
      }
      expect(await set().range()).to.deep.equal(model.entries);
      expect(await set().size()).to.equal(model.entries.length);
    }),
    { numRuns },
  );
}

const open = (access: FakeAccess) => openDurableSortedSet(access.cells(), stored.i64, stored.i64);

/** `count` values whose scores are their negatives, added in an order that is neither ascending nor descending. */
async function fill(access: FakeAccess, count: number): Promise<void> {
  const set = open(access);
  for (let index = 0; index < count; index++) {
    const value = BigInt((index * 7919) % count);
    await set.add(value, -value);
  }
}

const pageKeys = (access: FakeAccess) => [...access.values.keys()].filter((key) => key.startsWith("things/page/"));

describe("a durable sorted set", () => {
  const few = fc.string({ unit: fc.constantFrom("a", "b", "/"), maxLength: 2 });

  it("is a sorted array, with scores of any kind", async function () {
    this.timeout(60_000);
    await expectEqual(stored.i64, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), few, 30, 100);
    await expectEqual(stored.i64, fc.bigInt({ min: -1n, max: 1n }), few, 30, 100);
    await expectEqual(stored.i16, fc.integer({ min: -32768, max: 32767 }), few, 30, 50);
    const doubles = fc.double({ noNaN: true }).map((score) => score + 0);
    await expectEqual(stored.double, doubles, few, 30, 100);
  });

  it("is a sorted array over many pages as well", async function () {
    this.timeout(120_000);
    const many = fc.integer({ min: 0, max: 700 }).map(String);
    await expectEqual(stored.i64, fc.bigInt({ min: -20n, max: 20n }), many, 1500, 25);
  });

  it("touches a few values per change, however many there are", async function () {
    this.timeout(60_000);
    const access = new FakeAccess();
    await fill(access, 10_000);
    expect(pageKeys(access).length).to.be.within(10_000 / PAGE_SIZE, (2 * 10_000) / PAGE_SIZE);
    const set = open(access);
    for (let added = 10_000n; added < 10_300n; added++) {
      const { reads, writes } = await access.count(() => set.add(added, -added));
      expect(reads).to.be.at.most(3);
      expect(writes).to.be.at.most(4);
    }
    expect(await access.count(() => set.add(5n, -5n))).to.deep.equal({ reads: 2, writes: 0 });
    expect((await access.count(() => set.add(5n, 1n))).reads).to.equal(4);
    expect((await access.count(() => set.delete(77n))).reads).to.equal(3);
    expect(await access.count(() => set.score(5n))).to.deep.equal({ reads: 1, writes: 0 });
    expect(await access.count(() => set.size())).to.deep.equal({ reads: 1, writes: 0 });
    expect((await access.count(() => set.rangeDescending(0, 10))).reads).to.be.at.most(3);
    expect((await access.count(() => set.range(5000, 5010))).reads).to.be.at.most(3);
    expect(await access.count(() => set.range(3, 3))).to.deep.equal({ reads: 1, writes: 0 });
    expect(await access.count(() => set.range(4, 3))).to.deep.equal({ reads: 1, writes: 0 });
    for (let at = 0; at < 500; at++) expect((await access.count(() => set.range(at, at + 1))).reads).to.equal(2);
  });

  it("gives each page a number of its own, also after others are gone", async () => {
    const access = new FakeAccess();
    await fill(access, 400);
    const set = open(access);
    const left = await set.range(100);
    for (const { value } of await set.range(0, 100)) await set.delete(value);
    expect(access.values.has("things/page/0")).to.equal(false);
    const added = Array.from({ length: 400 }, (_, index) => ({ value: 1000n + BigInt(index), score: 1000n }));
    for (const { value, score } of added) await set.add(value, score);
    expect(await set.range()).to.deep.equal([...left, ...added]);
  });

  it("is read as it was or as it is, and never in between", async () => {
    const access = new FakeAccess();
    await fill(access, 3);
    const set = open(access);
    const all = await set.range();
    for (const change of [() => set.delete(1n), () => set.add(5n, 5n)]) {
      access.slow = true;
      const [before] = await Promise.all([set.range(), change()]);
      expect(before).to.deep.equal(all);
      await set.delete(5n);
      await set.add(1n, -1n);
    }
  });

  it("splits a page that is full, and only then", async () => {
    const access = new FakeAccess();
    await fill(access, PAGE_SIZE);
    expect(pageKeys(access)).to.have.length(1);
    await open(access).add(1000n, 0n);
    expect(pageKeys(access)).to.have.length(2);
  });

  it("leaves nothing behind when all is deleted, in any order", async () => {
    for (const order of [1, -1]) {
      const access = new FakeAccess();
      await fill(access, 300);
      const set = open(access);
      const values = (await set.range()).map(({ value }) => value);
      for (const value of order === 1 ? values : values.toReversed()) expect(await set.delete(value)).to.equal(true);
      expect([...access.values.keys()]).to.deep.equal([]);
      expect(await set.delete(1n)).to.equal(false);
      expect(await set.add(1n, 1n)).to.equal(true);
      expect(await set.range()).to.deep.equal([{ value: 1n, score: 1n }]);
    }
  });

  it("loses nothing of what is started together, and reads in between see what was done before", async () => {
    const access = new FakeAccess();
    const set = open(access);
    const values = Array.from({ length: 300 }, (_, index) => BigInt(index));
    const done = values.flatMap((value): Promise<unknown>[] => [set.add(value, value), set.size()]);
    const sizes = (await Promise.all(done)).filter((each) => typeof each === "number");
    expect(sizes).to.deep.equal(values.map((_, index) => index + 1));
    const mixed = await Promise.all([set.delete(3n), set.score(3n), set.add(3n, -1n), set.range(0, 1), set.score(3n)]);
    expect(mixed).to.deep.equal([true, undefined, true, [{ value: 3n, score: -1n }], -1n]);
  });

  it("refuses scores that have no place, and changes nothing", async () => {
    const access = new FakeAccess();
    const doubles = openDurableSortedSet(access.cells(), stored.string, stored.double);
    expect(await doubles.add("a", NaN).catch(String)).to.match(/^RangeError: .*NaN/);
    expect(
      await open(access)
        .add(1n, 2n ** 63n)
        .catch(String),
    ).to.include('RangeError: The state "things"');
    expect(
      await open(access)
        .add(1n, 1 as never)
        .catch(String),
    ).to.include("TypeError");
    expect(access.values.size).to.equal(0);
  });

  it("keeps what it was given, whatever becomes of the object meanwhile", async () => {
    const access = new FakeAccess();
    const set = openDurableSortedSet(access.cells(), stored.binary, stored.i8);
    const bytes = new Uint8Array([1]);
    const added = Promise.all([set.size(), set.add(bytes, 1)]);
    bytes[0] = 2;
    await added;
    expect(await set.range()).to.deep.equal([{ value: new Uint8Array([1]), score: 1 }]);
    expect(await set.score(new Uint8Array([1]))).to.equal(1);
  });

  it("says what is stored when that is of another type than the IDL's", async () => {
    const access = new FakeAccess();
    await fill(access, 3);
    const scores = openDurableSortedSet(access.cells(), stored.i64, stored.double);
    expect(await scores.range().catch(String))
      .to.include("StateError: The state things/pages")
      .and.include("i64");
    expect(await scores.score(1n).catch(String))
      .to.include("StateError: The state things/score/1")
      .and.include("i64");
    const values = openDurableSortedSet(access.cells(), stored.string, stored.i64);
    expect(await values.range().catch(String))
      .to.include("StateError: The state things/page/0")
      .and.include("i64");
  });

  it("does not hide that the store has lost a part", async () => {
    for (const lost of ["things/page/0", "things/page/1", "things/pages"]) {
      const access = new FakeAccess();
      await fill(access, 200);
      access.values.delete(lost);
      const [low, high] = [await open(access).delete(199n).catch(String), await open(access).delete(0n).catch(String)];
      expect([low, high].join()).to.include("StateError: The state is damaged");
    }
  });

  it("does not take a page for another one", async () => {
    const access = new FakeAccess();
    await fill(access, 200);
    access.values.set("things/page/0", access.values.get("things/page/1") ?? expect.fail());
    expect(await open(access).range(0, 1).catch(String)).to.match(
      /damaged: page 0 has \d+ entries and ought to have \d+/,
    );
  });

  it("does not take a page of the same size for another one", async () => {
    const access = new FakeAccess();
    await fill(access, PAGE_SIZE + 1);
    await open(access).delete(0n);
    access.values.set("things/page/0", access.values.get("things/page/1") ?? expect.fail());
    expect(await open(access).delete(BigInt(PAGE_SIZE)).catch(String)).to.include("has a score, and is not in page 0");
  });
});

describe("a durable set", () => {
  it("does what a Set does, and lists its values in order of their texts", async () => {
    const operation = fc.record({
      do: fc.constantFrom("add", "delete", "has"),
      value: fc.integer({ min: -9, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async (operations) => {
        const set = openDurableSet(new FakeAccess().cells(), stored.i32);
        const model = new Set<number>();
        for (const { do: what, value } of operations) {
          const there = model.has(value);
          if (what === "has") expect(await set.has(value)).to.equal(there);
          if (what === "add") expect(await set.add(value)).to.equal(!there);
          if (what === "delete") expect(await set.delete(value)).to.equal(there);
          if (what === "add") model.add(value);
          if (what === "delete") model.delete(value);
        }
        const sorted = [...model].map(String).toSorted().map(Number);
        expect(await set.values()).to.deep.equal(sorted);
        expect(await set.size()).to.equal(model.size);
      }),
      { numRuns: 300 },
    );
  });

  it("of 10,000 reads at most three values for one more, and writes at most four", async function () {
    this.timeout(60_000);
    const access = new FakeAccess();
    const set = openDurableSet(access.cells(), stored.i64);
    for (let value = 0n; value < 10_000n; value++) await set.add(value);
    for (let value = 10_000n; value < 10_200n; value++) {
      const { reads, writes } = await access.count(() => set.add(value));
      expect(reads).to.be.at.most(3);
      expect(writes).to.be.at.most(4);
    }
    expect(await access.count(() => set.has(1n))).to.deep.equal({ reads: 1, writes: 0 });
    expect((await set.values()).length).to.equal(10_200);
  });
});

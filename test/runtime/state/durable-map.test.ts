import { expect } from "chai";
import fc from "fast-check";
import { openDurableMapOf } from "../../../runtime/state/durable-map-of.js";
import { openDurableMap } from "../../../runtime/state/durable-map.js";
import { stored } from "../../../runtime/state/stored-types.js";
import { FakeAccess } from "./fake-access.js";

const open = (access: FakeAccess) => openDurableMap(access.cells(), stored.string, stored.i64);

describe("a durable map", () => {
  it("does what a Map does", async () => {
    const operation = fc.record({
      do: fc.constantFrom("get", "has", "put", "delete", "update"),
      key: fc.constantFrom("a", "b", "a/b", "", "length"),
      value: fc.bigInt({ min: 0n, max: 9n }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async (operations) => {
        const map = open(new FakeAccess());
        const model = new Map<string, bigint>();
        for (const { do: what, key, value } of operations) {
          const before = model.get(key);
          if (what === "get") expect(await map.get(key)).to.equal(before);
          if (what === "has") expect(await map.has(key)).to.equal(model.has(key));
          if (what === "put") await map.put(key, value).then(() => model.set(key, value));
          if (what === "delete") await map.delete(key).then(() => model.delete(key));
          if (what === "update") {
            const change = (old = 100n): bigint => old + value;
            expect(await map.update(key, change)).to.equal(change(before));
            model.set(key, change(before));
          }
        }
        for (const [key, value] of model) expect(await map.get(key)).to.equal(value);
      }),
    );
  });

  it("touches one key per operation, and two when it updates", async () => {
    const access = new FakeAccess();
    const map = open(access);
    expect(await access.count(() => map.put("a", 1n))).to.deep.equal({ reads: 0, writes: 1 });
    expect(await access.count(() => map.has("a"))).to.deep.equal({ reads: 1, writes: 0 });
    expect(await access.count(() => map.update("a", () => 2n))).to.deep.equal({ reads: 1, writes: 1 });
    expect([...access.values.keys()]).to.deep.equal(["things/a"]);
  });

  it("loses no update of one key, and lets those of others run side by side", async () => {
    const access = new FakeAccess();
    const map = open(access);
    const keys = ["a", "b", "a", "a", "b"];
    const updated = Promise.all(keys.map((key) => map.update(key, (before = 0n) => before + 1n)));
    expect(access.reads).to.equal(2);
    expect(await updated).to.deep.equal([1n, 1n, 2n, 3n, 2n]);
  });

  it("refuses keys that are none", async () => {
    expect(
      await open(new FakeAccess())
        .get(5 as never)
        .catch(String),
    ).to.equal('TypeError: The state "things" does not take this: A value must be a string, got 5');
  });
});

describe("a durable map of collections", () => {
  it("has one per key, however the keys read", async () => {
    const access = new FakeAccess();
    const maps = openDurableMapOf(access.cells(), stored.string, (cells) =>
      openDurableMap(cells, stored.string, stored.string),
    );
    const parts = fc.string({ unit: fc.constantFrom("/", "%", "2F", "25", "a"), maxLength: 3 });
    const pairs = new Map<string, readonly [string, string]>();
    await fc.assert(
      fc.asyncProperty(parts, parts, async (outer, inner) => {
        pairs.set(JSON.stringify([outer, inner]), [outer, inner]);
        await maps.of(outer).put(inner, JSON.stringify([outer, inner]));
      }),
      { numRuns: 500 },
    );
    for (const [text, [outer, inner]] of pairs) expect(await maps.of(outer).get(inner)).to.equal(text);
    expect(access.values.size).to.equal(pairs.size);
  });

  it("keeps operations of one collection in order, also when it is asked for twice", async () => {
    const access = new FakeAccess();
    const maps = openDurableMapOf(access.cells(), stored.i64, (cells) =>
      openDurableMap(cells, stored.string, stored.i64),
    );
    const increment = (of: bigint) => maps.of(of).update("n", (before = 0n) => before + 1n);
    expect(await Promise.all([increment(1n), increment(1n), increment(2n)])).to.deep.equal([1n, 2n, 1n]);
  });
});

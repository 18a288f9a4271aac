import { expect } from "chai";
import fc from "fast-check";
import { openDurableList } from "../../../runtime/state/durable-list.js";
import { stored } from "../../../runtime/state/stored-types.js";
import { FakeAccess } from "./fake-access.js";

const open = (access: FakeAccess) => openDurableList(access.cells(), stored.string);

describe("a durable list", () => {
  it("does what an array does", async () => {
    const operation = fc.oneof(
      fc.record({ do: fc.constant("push" as const), values: fc.array(fc.string(), { maxLength: 3 }) }),
      fc.record({ do: fc.constant("set" as const), at: fc.integer({ min: -2, max: 12 }), value: fc.string() }),
      fc.record({ do: fc.constant("get" as const), at: fc.integer({ min: -2, max: 12 }) }),
      fc.record({
        do: fc.constant("slice" as const),
        start: fc.option(fc.integer({ min: -12, max: 12 }), { nil: undefined }),
        end: fc.option(fc.integer({ min: -12, max: 12 }), { nil: undefined }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
        const list = open(new FakeAccess());
        const model: string[] = [];
        for (const each of operations) {
          if (each.do === "push") expect(await list.push(...each.values)).to.equal(model.push(...each.values));
          if (each.do === "get") expect(await list.get(each.at)).to.equal(model[each.at]);
          if (each.do === "slice")
            expect(await list.slice(each.start, each.end)).to.deep.equal(model.slice(each.start, each.end));
          if (each.do === "set") {
            const refused = await list.set(each.at, each.value).then(() => false, () => true); // prettier-ignore
            expect(refused).to.equal(!(each.at in model));
            if (!refused) model[each.at] = each.value;
          }
          expect(await list.length()).to.equal(model.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("appends without reading what is there", async () => {
    const access = new FakeAccess();
    const list = open(access);
    await list.push("a", "b", "c");
    expect(await access.count(() => list.push("d", "e"))).to.deep.equal({ reads: 1, writes: 3 });
    expect(await access.count(() => list.get(4))).to.deep.equal({ reads: 1, writes: 0 });
    expect(await access.count(() => list.slice(-2))).to.deep.equal({ reads: 3, writes: 0 });
  });

  it("loses nothing that is pushed at the same time", async () => {
    const list = open(new FakeAccess());
    const all = [list.push("a"), list.push("b", "c"), list.set(1, "B"), list.slice(), list.push("d")];
    expect((await Promise.all(all)).slice(0, 3)).to.deep.equal([1, 3, undefined]);
    expect(await all[3]).to.deep.equal(["a", "B", "c"]);
    expect(await list.slice()).to.deep.equal(["a", "B", "c", "d"]);
  });

  it("pushes all or nothing when one value does not fit", async () => {
    const access = new FakeAccess();
    expect(
      await open(access)
        .push("a", 5 as never)
        .catch(String),
    ).to.include("TypeError");
    expect(access.values.size).to.equal(0);
  });

  it("counts positions as an array does, also those that are none", async () => {
    const list = open(new FakeAccess());
    await list.push("a", "b", "c");
    for (const position of [0.5, -0.5, 1.9, -1.9, NaN, Infinity, -Infinity]) {
      expect(await list.slice(position)).to.deep.equal(["a", "b", "c"].slice(position));
      expect(await list.slice(0, position)).to.deep.equal(["a", "b", "c"].slice(0, position));
    }
  });

  it("keeps what it was given, whatever becomes of the object meanwhile", async () => {
    const list = openDurableList(new FakeAccess().cells(), stored.binary);
    await list.push(new Uint8Array([0]));
    const [pushed, set] = [new Uint8Array([1]), new Uint8Array([2])];
    const done = [list.length(), list.push(pushed), list.set(0, set)];
    pushed[0] = set[0] = 9;
    await Promise.all(done);
    expect(await list.slice()).to.deep.equal([new Uint8Array([2]), new Uint8Array([1])]);
  });

  it("names the index that it does not have", async () => {
    const list = open(new FakeAccess());
    await list.push("a");
    for (const index of [1, -1, 0.5, NaN])
      expect(await list.set(index, "x").catch(String)).to.equal(
        `RangeError: The list has 1 elements, none at ${index}: \`push\` appends one`,
      );
  });

  it("does not hide that the store has lost an element", async () => {
    const access = new FakeAccess();
    await open(access).push("a", "b");
    access.values.delete("things/0");
    expect(await open(access).slice().catch(String)).to.include(
      "StateError: The state is damaged: things/0 is missing",
    );
  });
});

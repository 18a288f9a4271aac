import { expect } from "chai";
import { openDurableValue } from "../../../runtime/state/durable-value.js";
import { stored } from "../../../runtime/state/stored-types.js";
import { FakeAccess } from "./fake-access.js";

const open = (access: FakeAccess) => openDurableValue(access.cells("count"), "", stored.i64, () => undefined);

describe("a durable value", () => {
  it("is what was set, until it is deleted", async () => {
    const access = new FakeAccess();
    const value = open(access);
    expect(await value.get()).to.equal(undefined);
    await value.set(5n);
    expect(await value.get()).to.equal(5n);
    expect(await open(access).get()).to.equal(5n);
    await value.delete();
    expect(await value.get()).to.equal(undefined);
    expect(access.values.size).to.equal(0);
  });

  it("is the IDL's default while nothing is stored", async () => {
    const access = new FakeAccess();
    const value = openDurableValue(access.cells(), "", stored.i64, () => 1000n);
    expect(await value.get()).to.equal(1000n);
    expect(await value.update((before) => before + 1n)).to.equal(1001n);
    await value.delete();
    expect(await value.get()).to.equal(1000n);
  });

  it("loses no update of those started together, nor what is set and read between them", async () => {
    const value = open(new FakeAccess());
    const increment = () => value.update((before = 0n) => before + 1n);
    const first = [increment(), increment(), value.get(), value.set(10n), value.get(), increment(), increment()];
    expect(await Promise.all(first)).to.deep.equal([1n, 2n, 2n, undefined, 10n, 11n, 12n]);
    expect(await value.get()).to.equal(12n);
    const [one, two] = [increment(), increment()];
    await one;
    expect(await Promise.all([two, increment()])).to.deep.equal([14n, 15n]);
  });

  it("goes on after an update that throws", async () => {
    const value = open(new FakeAccess());
    const failed = value.update(() => {
      throw new Error("no");
    });
    const next = value.update((before = 0n) => before + 1n);
    expect(await failed.catch(String)).to.equal("Error: no");
    expect(await next).to.equal(1n);
  });

  it("reads and writes at once when nothing is under way, so that steps are taken in the order of the code", async () => {
    const access = new FakeAccess();
    const value = open(access);
    void value.get();
    void value.get();
    expect(access.reads).to.equal(2);
    const other = openDurableValue(access.cells(), "", stored.i64, () => undefined);
    void other.set(1n);
    expect(access.writes).to.equal(1);
    const third = open(access);
    for (const operation of [
      () => third.get(),
      () => third.update(() => 1n),
      () => third.get(),
      () => third.delete(),
    ]) {
      const { reads, writes } = access;
      const done = operation();
      expect(access.reads + access.writes).to.equal(reads + writes + 1);
      await done;
    }
  });

  it("keeps what it was given, whatever becomes of the object meanwhile", async () => {
    const access = new FakeAccess();
    const value = openDurableValue(access.cells(), "", stored.binary, () => undefined);
    const bytes = new Uint8Array([1]);
    const [, set] = [value.get(), value.set(bytes)];
    bytes[0] = 2;
    await set;
    expect(await value.get()).to.deep.equal(new Uint8Array([1]));
  });

  it("refuses a value of another type, and says for which state", async () => {
    const access = new FakeAccess();
    const message = await open(access)
      .set("5" as never)
      .catch(String);
    expect(message).to.equal(
      'TypeError: The state "count" does not take this: A value must be a bigint, got the string "5"',
    );
    expect(access.writes).to.equal(0);
  });

  it("says what is stored when that is of another type than the IDL's", async () => {
    const access = new FakeAccess();
    await open(access).set(5n);
    const other = openDurableValue(access.cells("count"), "", stored.string, () => undefined);
    expect(await other.get().catch(String))
      .to.include("StateError: The state count/ cannot be read as string")
      .and.include("what is stored is of type i64, the IDL says string/binary");
  });

  it("says so when what is stored is cut short or too long", async () => {
    const access = new FakeAccess();
    for (const bytes of [[], [10], [10, 0, 0], [10, 0, 0, 0, 0, 0, 0, 0, 1, 1]]) {
      await access.write("count", "", new Uint8Array(bytes));
      expect(await open(access).get().catch(String)).to.match(/^StateError: The state count\/ cannot be read as i64: /);
    }
  });
});

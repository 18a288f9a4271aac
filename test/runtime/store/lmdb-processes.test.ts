/** Several real processes on one LMDB folder: races, and deaths at every moment. */

import { expect } from "chai";
import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { LIFETIME } from "../../../runtime/store/expiry.js";
import { openLmdbStore } from "../../../runtime/store/lmdb.js";
import type { Store } from "../../../runtime/store/store.js";
import { LOOP_CALLER, loopCommit } from "./lmdb-child.js";
import { makeFolder } from "./lmdb-folder.js";
import { apply, collect, intent, KEY, stateKey } from "./samples.js";

const CHILD = fileURLToPath(new URL("./lmdb-child.js", import.meta.url));

describe("processes that share an LMDB store", () => {
  let path: string;
  let remove: () => Promise<void>;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    ({ path, remove } = await makeFolder());
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await remove();
  });

  function start(...args: string[]): ChildProcess {
    const child = fork(CHILD, args);
    children.push(child);
    return child;
  }

  it("see each other's commits at once", async () => {
    const store = await openLmdbStore(path);
    expect(await store.read([stateKey("a")])).to.deep.equal([undefined]);
    // No turn of the event loop in between: a snapshot that is kept for the rest of this turn would show the past.
    const { status, stderr } = spawnSync(process.execPath, [CHILD, "once", path, "news"], { encoding: "utf8" });
    expect(status, stderr).to.equal(0);
    const [value] = await store.read([stateKey("a")]);
    expect(Buffer.from(value ?? []).toString()).to.equal("news");
    await store.close();
  });

  /** Starts these children, lets them begin at once, and resolves to what they answer. */
  async function startTogether(...all: string[][]): Promise<unknown[]> {
    const together = all.map((args) => start(...args));
    await Promise.all(together.map((child) => once(child, "message")));
    const answers = together.map((child) => once(child, "message"));
    for (const child of together) child.send("go");
    return (await Promise.all(answers)).map(([answer]: unknown[]) => answer);
  }

  it("finish one invocation once: one is applied, the other gets its result", async () => {
    const count = 200;
    const answers = await startTogether(...["red", "blue"].map((name) => ["race", path, name, String(count)]));
    const [red, blue] = answers as string[][];
    const pairs = Array.from({ length: count }, (_, i) => [red?.[i], blue?.[i]].join(", "));
    expect(pairs.filter((pair) => pair !== "applied, done by red" && pair !== "done by blue, applied")).to.deep.equal(
      [],
    );
  });

  it("have one secret, whoever makes it", async () => {
    const secrets = await startTogether(["secret", path], ["secret", path], ["secret", path]);
    const store = await openLmdbStore(path);
    const secret = Buffer.from(await store.secret()).toString("hex");
    expect(secrets).to.deep.equal([secret, secret, secret]);
    await store.close();
  });

  it("get each dead letter once between them", async () => {
    const store = await openLmdbStore(path, { now: () => Date.now() - 10 * LIFETIME });
    const ids = Array.from({ length: 300 }, (_, i) => `${i}`);
    await Promise.all(ids.map((id) => apply(store, { key: { ...KEY, id }, intent: intent(1) })));
    const swept = await startTogether(["sweep", path, "7"], ["sweep", path, "7"]);
    expect(swept.flat()).to.have.members(ids);
    expect(await collect(store.deadLetters())).to.have.length(ids.length);
    expect(await collect(store.scanInvocations(KEY.partition))).to.deep.equal([]);
    await store.close();
  });

  it("follow when one of them makes the data many times larger", async () => {
    const store = await openLmdbStore(path);
    await apply(store, { key: { ...KEY, id: "before" } });
    const count = 800;
    const [report] = await once(start("fill", path, String(count)), "message");
    expect(report).to.deep.equal({ applied: count });
    expect((await stat(join(path, "data.mdb"))).size).to.be.greaterThan(count * 50_000);
    const ids = (await collect(store.scanInvocations(KEY.partition))).map(({ key }) => key.id);
    expect(ids).to.have.members(["before", ...Array.from({ length: count }, (_, i) => `${i}`)]);
    const values = await store.read(Array.from({ length: count }, (_, i) => stateKey(`${i}`)));
    expect(values.every((value) => value?.length === 50_000)).to.equal(true);
    await apply(store, { key: { ...KEY, id: "after" } });
    await store.close();
  });

  it("lose nothing of what was resolved when killed, and leave nothing half done", async () => {
    const survivor = await openLmdbStore(path);
    let next = 0;
    for (let round = 0; round < 8; round++) {
      const child = start("loop", path, String(next));
      const resolved: unknown[] = [];
      child.on("message", (i) => resolved.push(i));
      await once(child, "message");
      // Even rounds: right after a commit resolved. Odd rounds: at any moment.
      if (round % 2 === 1) await sleep(Math.random() * 20);
      child.kill("SIGKILL");
      await once(child, "exit");
      expect(resolved).to.deep.equal(resolved.map((_, i) => next + i));
      // Whoever lives on can write, even if the dead one held the lock. A commit that was on disk but not yet published
      // when its process died is published by the next one to write, so it is only now decided how many there are.
      await survivor.writeUnguarded(stateKey("round", "rounds"), Buffer.from(`${round}`));
      next = await check(survivor, next + resolved.length);
    }
    await survivor.close();
    const reopened = await openLmdbStore(path);
    expect(await check(reopened, next)).to.equal(next);
    await reopened.close();
  });

  /** Checks that all of `resolved` commits and at most one more are there as wholes. Returns how many are. */
  async function check(store: Store, resolved: number): Promise<number> {
    const records = await collect(store.scanInvocations(KEY.partition));
    expect(records.length).to.be.within(resolved, resolved + 1);
    for (const record of records) {
      const { result, intent } = loopCommit(Number(record.key.id));
      expect(record.intent).to.deep.equal(intent);
      expect(record.result && Buffer.from(record.result.body)).to.deep.equal(result?.body);
    }
    const steps = records.map((_, i) => `${i}`);
    expect(records.map(({ key }) => key.id)).to.deep.equal(steps.toSorted());
    expect([...((await store.load(LOOP_CALLER))?.callbacks.keys() ?? [])]).to.have.members(steps);
    const values = await store.read(["a", "b", "c"].map((key) => stateKey(key)));
    const last = String(records.length - 1);
    expect(values.map((value) => Buffer.from(value ?? []).toString())).to.deep.equal([last, last, last]);
    return records.length;
  }
});

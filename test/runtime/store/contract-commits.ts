/** Contract: what an applied commit leaves behind. */

import { expect } from "chai";
import { LIFETIME } from "../../../runtime/store/expiry.js";
import { StoreError } from "../../../runtime/store/store.js";
import type { Bench } from "./bench.js";
import { apply, bytes, callback, collect, commit, entry, failureOf, intent, KEY, reply, stateKey } from "./samples.js";

export function describeCommits(bench: () => Bench): void {
  describe("commit", () => {
    it("applies log, intent, writes and result together", async () => {
      const { store, clock } = bench();
      const append = [entry("1", bytes(1)), entry("2")];
      const expiry = clock.now + 1000;
      await apply(store, { expiry, append, intent: intent(9) });
      await apply(store, {
        expiry,
        logLength: 2,
        append: [entry("3", bytes())],
        writes: [{ key: stateKey("a"), value: bytes(7) }],
        result: reply(8),
      });
      expect(await store.load(KEY)).to.deep.equal({
        key: KEY,
        fingerprint: "f",
        expiry,
        intent: intent(9),
        log: [...append, entry("3", bytes())],
        callbacks: new Map(),
        result: reply(8),
      });
      expect(await store.read([stateKey("a")])).to.deep.equal([bytes(7)]);
    });

    it("keeps an exception as it keeps a reply", async () => {
      const { store } = bench();
      const result = { kind: "exception", body: bytes(1) } as const;
      await apply(store, { result });
      expect(await store.commit(commit({ result: reply(2) }))).to.deep.equal({ kind: "done", result });
    });

    it("sets the intent once", async () => {
      const { store } = bench();
      await apply(store, { intent: intent(1) });
      await apply(store, { intent: intent(2) });
      expect((await store.load(KEY))?.intent).to.deep.equal(intent(1));
    });

    it("takes an intent that comes after the first flush", async () => {
      const { store } = bench();
      await apply(store, { append: [entry("1")] });
      await apply(store, { logLength: 1, intent: intent(1) });
      expect((await store.load(KEY))?.intent).to.deep.equal(intent(1));
    });

    it("lets the later of two writes to one key stay", async () => {
      const { store } = bench();
      const [a, b] = [stateKey("a"), stateKey("b")];
      await apply(store, {
        writes: [
          { key: a, value: bytes(1) },
          { key: a, value: bytes(2) },
          { key: b, value: bytes(3) },
          { key: b, value: undefined },
        ],
      });
      expect(await store.read([a, b])).to.deep.equal([bytes(2), undefined]);
    });

    it("applies commits in the order in which they were made", async () => {
      const { store, clock } = bench();
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, i) => store.commit(commit({ logLength: i, append: [entry(`${i}`)] }))),
      );
      const expiry = clock.now + LIFETIME;
      expect(outcomes).to.deep.equal(outcomes.map(() => ({ kind: "applied", expiry })));
      expect((await store.load(KEY))?.log.map(({ step }) => step)).to.deep.equal(outcomes.map((_, i) => `${i}`));
    });

    it("lets exactly one of many attempts at once finish", async () => {
      const { store } = bench();
      const commits = Array.from({ length: 20 }, (_, i) => commit({ result: reply(i) }));
      const outcomes = await Promise.all(commits.map((one) => store.commit(one)));
      const winner = outcomes.findIndex(({ kind }) => kind === "applied");
      expect(outcomes.filter((_, i) => i !== winner)).to.deep.equal(
        Array.from({ length: 19 }, () => ({ kind: "done", result: reply(winner) })),
      );
    });

    it("keeps invocations apart by partition and ID", async () => {
      const { store } = bench();
      const keys = [KEY, { ...KEY, id: "2" }, { ...KEY, partition: "ComposeService" }];
      for (const [i, key] of keys.entries()) await apply(store, { key, result: reply(i) });
      expect((await store.load({ ...KEY, id: "2" }))?.result).to.deep.equal(reply(1));
      expect(await collect(store.scanInvocations("TextService"))).to.have.length(2);
      expect(await collect(store.scanInvocations("ComposeService"))).to.have.length(1);
    });

    it("knows nothing of an invocation that never committed", async () => {
      expect(await bench().store.load(KEY)).to.equal(undefined);
    });

    it("gives and takes copies", async () => {
      const { store } = bench();
      const value = bytes(1);
      const fields = { append: [entry("1", value)], writes: [{ key: stateKey("a"), value }], result: reply(1) };
      await apply(store, fields);
      value[0] = 2;
      fields.result.body[0] = 2;
      for (const round of [1, 2]) {
        const record = await store.load(KEY);
        const [read] = await store.read([stateKey("a")]);
        const [scanned] = await collect(store.scan("TextService", "urls"));
        const done = await store.commit(commit());
        const found = [record?.log[0]?.value, record?.result?.body, read, scanned?.value];
        if (done.kind === "done") found.push(done.result.body);
        expect(found, `round ${round}`).to.deep.equal(Array.from({ length: 5 }, () => bytes(1)));
        for (const array of found) array?.fill(3);
      }
    });

    it("refuses work after close, and closes twice in peace", async () => {
      const { store } = bench();
      const last = store.commit(commit());
      await store.close();
      await store.close();
      expect((await last).kind).to.equal("applied");
      const operations = [
        () => store.secret(),
        () => store.commit(commit()),
        () => store.deliver(callback()),
        () => store.load(KEY),
        () => store.read([]),
        () => store.claim(0, 1),
        () => store.sweep(1),
        () => collect(store.deadLetters()),
        () => store.writeUnguarded(stateKey("a"), bytes()),
        () => collect(store.scan("TextService", "urls")),
        () => collect(store.scanInvocations("TextService")),
      ];
      for (const operation of operations) {
        const error = await failureOf(operation());
        expect(error, String(operation)).to.be.instanceOf(StoreError);
        expect(String(error)).to.contain("closed");
      }
    });
  });
}

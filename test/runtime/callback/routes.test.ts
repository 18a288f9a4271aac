/** E8 and DESIGN §5, callbacks: three routes, one meaning. Each is held to the same contract. */

import { expect } from "chai";
import { routeTo } from "../../../runtime/callback/return-result.js";
import { signToken } from "../../../runtime/callback/token.js";
import { readStoreIdentity } from "../../../runtime/callback/store-identity.js";
import { DeliveryError, PendingError } from "../../../runtime/client/transport.js";
import type { EnvelopeCaller } from "../../../runtime/thrift_faas/types.js";
import { fingerprintCall } from "../../../runtime/invocation/ids.js";
import { ApplicationException, ApplicationExceptionType } from "../../../runtime/protocol/application-exception.js";
import { decodeReply, encodeArgs, encodeCall, recordValue } from "../../../runtime/service/messages.js";
import { LIFETIME } from "../../../runtime/store/expiry.js";
import { MemoryStore } from "../../../runtime/store/memory.js";
import { CallbackMethod, type CallbackArgs } from "../../../runtime/system/system-methods.js";
import { StoreError, type InvocationRecord } from "../../../runtime/store/store.js";
import { makeBench, type Bench } from "../../support/bench.js";
import { Cluster } from "../../support/cluster.js";
import { makeContext } from "../../support/context.js";
import { failureOf, send, watchCalls, type SeenCall } from "../../support/messages.js";
import { ask, Declined, probe } from "../../support/probe.js";
import { dump } from "../../support/records.js";
import { addTally, storedTally } from "../../support/tally.js";

/** Main calls Leaf; where Leaf's records are decides the route. */
interface Place {
  readonly bench: Bench;
  /** Where Leaf runs. */
  readonly there: Cluster;
}

const overrides = { suspendAfterMs: 1_000 };

const PLACES: Readonly<Record<ReturnType<typeof routeTo>, () => Place>> = {
  commit() {
    const bench = makeBench({ overrides });
    return { bench, there: bench.cluster };
  },
  deliver() {
    const bench = makeBench({ partitioned: true, overrides });
    return { bench, there: bench.cluster };
  },
  call() {
    const bench = makeBench({ overrides });
    const { time, cluster } = bench;
    const there = new Cluster({
      environment: time.environment,
      store: new MemoryStore({ now: () => time.now }),
      overrides: { ...overrides, background: cluster.background },
    });
    there.peers.push(cluster);
    cluster.peers.push(there);
    return { bench, there };
  },
};

for (const [route, makePlace] of Object.entries(PLACES))
  describe(`a callback by the route "${route}"`, () => {
    let bench: Bench;
    let there: Cluster;
    let calls: SeenCall[];
    const far = probe("Far");
    let gate: Promise<void>;

    beforeEach(() => {
      ({ bench, there } = makePlace());
      gate = Promise.resolve();
      there.deploy(far, {
        go: async (invocation, text) => {
          await gate;
          if (text === "decline") throw new Declined("no");
          if (text === "fail") throw new Error("a fault");
          return `${text} ${await addTally(invocation, "n")}`;
        },
      });
      calls = watchCalls(there, far);
      bench.does((invocation) => ask(invocation, far, "x"));
    });

    const main = (): Promise<InvocationRecord | undefined> =>
      bench.cluster.store.load({ partition: "Main", id: "root" });
    const effects = (): Promise<number> => storedTally(there.store, "Far", "n");
    /** The first attempt of Main dies when the callee is done, and never gets the reply. */
    const dieBeforeReply = async (): Promise<void> => {
      there.beforeReply = () => new Promise(() => {});
      const dead = send(bench.cluster, bench.main).catch(() => {});
      await bench.time.quiet();
      await bench.settle();
      there.beforeReply = () => Promise.resolve();
      bench.cluster.killAll();
      await dead;
    };

    it("is the route that the envelope leads to", async () => {
      await bench.attempt(1);
      const caller = calls[0]?.envelope.caller as EnvelopeCaller;
      const context = await makeContext("far", there.store, there.transport);
      expect(routeTo(caller, "Far", context)).to.equal(route);
    });

    it("puts the result into the caller's log, and a replay uses it without calling again", async () => {
      await dieBeforeReply();
      expect([...((await main())?.callbacks.keys() ?? [])]).to.deep.equal(["1"]);
      expect(await bench.attempt(2)).to.equal("x 1");
      expect([calls.length, await effects()]).to.deep.equal([1, 1]);
    });

    for (const [text, told] of [
      ["decline", "Declined: no"],
      ["fail", "go failed: a fault"],
    ] as const)
      it(`brings what the callee threw (${text}), to be thrown in the replay`, async () => {
        bench.does(async (invocation) => ask(invocation, far, text).catch(String));
        await dieBeforeReply();
        expect(await bench.attempt(2)).to.include(told);
        expect(calls.length).to.equal(1);
      });

    if (route !== "commit")
      it("costs nothing but time when it is lost: the replay asks again and gets the recorded result", async () => {
        const { intercept, store } = bench.cluster;
        bench.cluster.intercept = (name, body) => {
          const isCallback = Buffer.from(body).includes(CallbackMethod.name);
          const lost = new DeliveryError("lost", { outcome: "unknown", retryable: false });
          return isCallback ? Promise.reject(lost) : intercept(name, body);
        };
        const deliver = store.deliver.bind(store);
        store.deliver = () => Promise.reject(new StoreError("lost"));
        await dieBeforeReply();
        expect((await main())?.callbacks.size).to.equal(0);
        store.deliver = deliver;
        expect(await bench.attempt(2)).to.equal("x 1");
        expect([calls.length, await effects()]).to.deep.equal([2, 1]);
      });

    it("wakes a caller that is parked for it", async () => {
      let open = (): void => {};
      gate = new Promise((resolve) => (open = resolve));
      expect(await failureOf(bench.attempt(1))).to.be.instanceOf(PendingError);
      expect((await main())?.parked).to.deep.equal(["1"]);
      open();
      await bench.settle();
      await bench.settle();
      expect((await main())?.result?.kind).to.equal("reply");
      expect([calls.length, await effects()]).to.deep.equal([1, 1]);
    });

    it("brings the caller's own fingerprint, step and expiry, and nobody else's", async () => {
      await dieBeforeReply();
      const { caller, expiry } = calls[0]?.envelope ?? {};
      const callback = (await main())?.callbacks.get("1");
      expect(callback).to.include({ step: "1", label: "Far.go", fingerprint: caller?.fingerprint });
      expect((await main())?.expiry).to.equal(Number(expiry));
    });

    describe("is refused and changes nothing", () => {
      /** A callee's answer to a call that Main says it has made; the rest of Main's record must stay as it is. */
      const STEP = "1";
      let before: string;
      let signed: { callee: string; expiry: number; fingerprint: string; caller: { partition: string; id: string } };
      let token: Uint8Array;
      let home: string;

      /** Main has begun, is parked for step 1, and nobody has answered yet. */
      beforeEach(async () => {
        gate = new Promise(() => {});
        await failureOf(bench.attempt(1));
        const envelope = calls[0]?.envelope;
        const caller = envelope?.caller;
        if (envelope === undefined || caller === undefined) throw new Error("no call was made");
        const { partition, id, fingerprint } = caller;
        signed = { callee: envelope.id, expiry: Number(envelope.expiry), fingerprint, caller: { partition, id } };
        token = caller.token;
        home = caller.store;
        gate = Promise.resolve();
        calls.length = 0;
        before = await dump(bench.cluster.store, "Main", "Far");
      });

      interface Claimed {
        readonly partition?: string;
        readonly id?: string;
        readonly step?: string;
        readonly fingerprint?: string;
        readonly expiry?: number;
        readonly callee?: string;
        readonly token?: Uint8Array;
      }

      /** Makes the callee answer with what the caller claims; by the third route the answer comes on its own. */
      async function answer(claimed: Claimed): Promise<Error | string> {
        const { caller, callee, expiry, fingerprint } = signed;
        const whole = { ...caller, step: STEP, fingerprint, callee, expiry, token, ...claimed };
        if (route === "call") return callBack(whole);
        const { callee: id, expiry: at, ...named } = whole;
        const envelope = {
          id,
          root: "root",
          expiry: BigInt(at),
          caller: { ...named, store: home, functionName: "main" },
        };
        const sent = bench.time.during(send(there, far, envelope, "x")).catch((error: Error) => error);
        const outcome = await sent;
        await bench.settle();
        return outcome;
      }

      async function callBack(claimed: Required<Claimed>, value = "x 1"): Promise<Error | string> {
        const method = far.methods.get("go");
        if (method === undefined) throw new Error("Far has no go");
        const args: CallbackArgs = {
          ...claimed,
          label: "Far.go",
          expiry: BigInt(claimed.expiry),
          ...recordValue(method, value),
        };
        const envelope = { id: "callback", root: "callback", expiry: 0n, attempt: 1 };
        const body = encodeCall(
          { name: "Main", function: "main" },
          CallbackMethod,
          encodeArgs(CallbackMethod, args),
          envelope,
        );
        try {
          const reply = await bench.time.during(bench.cluster.transport.post("main", body, "", 1_000));
          decodeReply(CallbackMethod, reply);
          return "accepted";
        } catch (error) {
          return error as Error;
        }
      }

      async function expectRefused(claimed: Claimed, told: string): Promise<void> {
        const outcome = await answer(claimed);
        expect(outcome).to.be.instanceOf(ApplicationException).with.property("type", ApplicationExceptionType.REFUSED);
        expect(String(outcome)).to.include(told);
        expect(await dump(bench.cluster.store, "Main", "Far")).to.equal(before);
      }

      it("not if it is the answer that was asked for", async () => {
        expect(await answer({})).not.to.be.instanceOf(Error);
        expect((await main())?.callbacks.has("1")).to.equal(true);
      });

      const forged: Readonly<Record<string, () => Claimed | Promise<Claimed>>> = {
        "without a token": () => ({ token: new Uint8Array(0) }),
        "with a token of the right length": () => ({ token: new Uint8Array(32) }),
        "with a token signed by another store's key": async () => {
          const { key } = await readStoreIdentity(new MemoryStore());
          return { token: signToken(key, { ...signed, step: STEP }) };
        },
        "for another step": () => ({ step: "2" }),
        "for another invocation": () => ({ id: "another" }),
        "for another partition": () => ({ partition: "Mainz" }),
        "from another callee": () => ({ callee: "another" }),
        "with a later expiry": () => ({ expiry: signed.expiry + 1 }),
        "with another fingerprint": () => ({ fingerprint: fingerprintCall("Far.go", new Uint8Array(0)) }),
      };
      for (const [what, claim] of Object.entries(forged))
        it(`if it is forged: ${what}`, async () => {
          await expectRefused(await claim(), "carries no token of that caller");
        });

      it("if it comes after the caller's ID has expired", async () => {
        bench.time.now = signed.expiry + 1;
        before = await dump(bench.cluster.store, "Main", "Far");
        await expectRefused({}, "has expired");
      });

      it("if it comes again: the first answer stands", async () => {
        await answer({});
        await bench.settle();
        before = await dump(bench.cluster.store, "Main", "Far");
        await answer({});
        expect(await dump(bench.cluster.store, "Main", "Far")).to.equal(before);
        if (route !== "call") return;
        const { caller, callee, expiry, fingerprint } = signed;
        await callBack({ ...caller, step: STEP, fingerprint, callee, expiry, token }, "another result");
        expect(await dump(bench.cluster.store, "Main", "Far")).to.equal(before);
      });
    });

    it("does not bring a record back that has been forgotten", async () => {
      await dieBeforeReply();
      await bench.attempt(2);
      const seen = calls[0]?.envelope;
      if (seen === undefined) throw new Error("no call was made");
      bench.time.now += 2 * LIFETIME;
      await bench.cluster.store.sweep(10);
      await there.store.sweep(10);
      expect(String(await failureOf(bench.time.during(send(there, far, seen, "x"))))).to.include("has expired");
      await bench.settle();
      expect(await dump(bench.cluster.store, "Main", "Far")).to.equal("[]");
      expect(await effects()).to.equal(1);
    });
  });

describe("the secret of a store", () => {
  it("names the store without giving the key away, and is the same for all who open it", async () => {
    const store = new MemoryStore();
    const { id, key } = await readStoreIdentity(store);
    expect(await readStoreIdentity(store)).to.deep.equal({ id, key });
    expect(id).to.match(/^[0-9a-f]{16}$/);
    expect(Buffer.from(key).toString("hex")).not.to.include(id);
    expect((await readStoreIdentity(new MemoryStore())).id).not.to.equal(id);
  });

  it("signs each part for itself: no two different things have one token", async () => {
    const key = new Uint8Array(32);
    const one = { caller: { partition: "P", id: "i" }, step: "1", fingerprint: "f", callee: "c", expiry: 1 };
    const tokens = [
      one,
      { ...one, caller: { partition: "Pi", id: "" } },
      { ...one, caller: { partition: "P", id: "i1" }, step: "" },
      { ...one, step: "1f", fingerprint: "" },
      { ...one, fingerprint: "fc", callee: "" },
      { ...one, callee: "c1", expiry: 0 },
      { ...one, expiry: 2 },
    ].map((signed) => Buffer.from(signToken(key, signed)).toString("hex"));
    expect(new Set(tokens).size).to.equal(tokens.length);
  });
});

/** Methods that the IDL says need no record: `faas.readonly`, `faas.pure`, `faas.idempotent`. */

import { expect } from "chai";
import type { Invocation } from "../../../runtime/invocation/invocation.js";
import { BookShop, BookShopClient, type BookShopHandler } from "../../golden/bookshop/gen/bookshop/book-shop.js";
import { callLeaf, makeBench, type Bench, type Work } from "../../support/bench.js";
import { failureOf, send, sendPlain, watchCalls } from "../../support/messages.js";
import { ask, Declined, probe } from "../../support/probe.js";
import { recordsOf } from "../../support/records.js";
import { addTally, getTally, putTally, setTally, storedTally } from "../../support/tally.js";

describe("a method that is not recorded", () => {
  let bench: Bench;
  const reader = probe("Reader", { go: { effects: "readonly" } });
  const sum = probe("Sum", { go: { effects: "pure" } });
  const beacon = probe("Beacon", { go: { effects: "idempotent" } });
  const plainReader = (work: Work): void => bench.cluster.deploy(reader, { go: work });
  const question = (invocation: Invocation, text = ""): Promise<string> => ask(invocation, reader, text);
  const outside = (service = reader): Promise<string> => bench.time.during(ask(bench.cluster.edge(), service));

  beforeEach(() => {
    bench = makeBench();
    plainReader(async (invocation) => `${await getTally(invocation, "n")}`);
  });

  it("costs no store command but its reads", async () => {
    expect(await outside()).to.equal("0");
    expect(bench.cluster.commands("reader ")).to.deep.equal(["reader read"]);
    expect(await recordsOf(bench.cluster.store, "Reader")).to.deep.equal([]);
  });

  it("answers a plain client, too", async () => {
    expect(await sendPlain(bench.cluster, reader)).to.equal("0");
  });

  it("is asked once: its answer is in the caller's log, and a replay sees the same though it has changed", async () => {
    const calls = watchCalls(bench.cluster, reader);
    const seen: string[] = [];
    const work = async (invocation: Invocation): Promise<void> => {
      seen.push(await question(invocation));
      await callLeaf(bench, invocation, "a");
    };
    await bench.dieAfter(work);
    await setTally(bench.cluster.store, "Reader", "n", 7);
    await bench.attempt(2, work);
    expect(seen).to.deep.equal(["0", "0"]);
    expect(calls.length).to.equal(1);
    expect(calls[0]?.envelope.caller).to.equal(undefined);
  });

  it("throws a declared exception, and its faults, in the replay as it did the first time", async () => {
    for (const [error, told] of [
      [new Declined("no"), "Declined: no"],
      [new Error("oops"), "go failed: oops"],
    ] as const) {
      bench = makeBench();
      let runs = 0;
      plainReader(() => {
        runs++;
        throw error;
      });
      const seen: string[] = [];
      const work = async (invocation: Invocation): Promise<void> => {
        seen.push(await question(invocation).catch(String));
        await callLeaf(bench, invocation, "a");
      };
      await bench.dieAfter(work);
      await bench.attempt(2, work);
      expect(seen[0]).to.include(told);
      expect([seen[1], runs]).to.deep.equal([seen[0], 1]);
    }
  });

  it("that is asked something else in a replay is a divergence", async () => {
    await bench.dieAfter(async (invocation) => {
      await question(invocation, "one");
      await callLeaf(bench, invocation, "a");
    });
    const error = await failureOf(bench.attempt(2, (invocation) => question(invocation, "another")));
    expect(String(error)).to.include("Reader.go with other arguments");
  });

  it("is not believed when it refuses: nothing is logged, and the caller can be finished later", async () => {
    bench.cluster.deploy({ ...reader, methods: new Map() }, {});
    const work = async (invocation: Invocation): Promise<string> => {
      const answer = await question(invocation).catch(() => "swallowed");
      await callLeaf(bench, invocation, "a");
      return answer;
    };
    expect(String(await failureOf(bench.attempt(1, work)))).to.include("Reader has no method go");
    expect((await recordsOf(bench.cluster.store, "Main")).flatMap(({ log }) => log)).to.deep.equal([]);
    plainReader(() => "now");
    expect(await bench.attempt(2, work)).to.equal("now");
  });

  for (const [what, work] of Object.entries({
    "writes state": (invocation) => putTally(invocation, "n", 1),
    "changes state": (invocation) => addTally(invocation, "n"),
    "calls a method that is recorded": (invocation) => callLeaf(bench, invocation, "a"),
  } satisfies Record<string, Work>))
    it(`fails if it ${what}, and nothing has happened`, async () => {
      plainReader(work);
      expect(String(await failureOf(outside()))).to.match(/Reader\.go is faas\.readonly: it cannot (write|call)/);
      expect(await storedTally(bench.cluster.store, "Reader", "n")).to.equal(0);
      expect(await storedTally(bench.cluster.store, "Leaf", "a")).to.equal(0);
    });

  it("may ask another one", async () => {
    bench.cluster.deploy(sum, { go: () => "sum" });
    plainReader((invocation) => ask(invocation, sum));
    expect(await outside()).to.equal("sum");
  });

  it("is answered though its caller only meant to submit it: there is nothing to be certain of", async () => {
    expect(await send(bench.cluster, reader, { submit: true })).to.equal("0");
  });

  it("passes on that another one refuses, and nobody logs it as its answer", async () => {
    bench.cluster.deploy({ ...sum, methods: new Map() }, {});
    plainReader((invocation) => ask(invocation, sum));
    const work = (invocation: Invocation): Promise<string> => question(invocation).catch(() => "swallowed");
    expect(String(await failureOf(bench.attempt(1, work)))).to.include("Sum has no method go");
  });

  it("sees state as it was at one moment", async () => {
    let runs = 0;
    plainReader(async (invocation) => {
      const a = await getTally(invocation, "a");
      if (++runs === 1) {
        await setTally(bench.cluster.store, "Reader", "a", 1);
        await setTally(bench.cluster.store, "Reader", "b", 1);
      }
      return `${a} ${await getTally(invocation, "b")}`;
    });
    expect(await outside()).to.equal("1 1");
    expect(runs).to.equal(2);
  });

  it("gets its arguments as they came when it is run again, whatever it did to them", async () => {
    const seen: unknown[] = [];
    bench.cluster.deploy(BookShop, {
      search: async (authors, _limit, invocation) => {
        seen.push([...authors]);
        (authors as Set<string>).clear();
        await getTally(invocation, "a");
        if (seen.length === 1) await setTally(bench.cluster.store, "BookShop", "a", 1);
        await getTally(invocation, "b");
        return [];
      },
    } as Partial<BookShopHandler> as BookShopHandler);
    await bench.time.during(new BookShopClient(bench.cluster.edge()).search(new Set(["Ada"]), 1));
    expect(seen).to.deep.equal([["Ada"], ["Ada"]]);
  });

  it("gives up in time if there is no such moment", async () => {
    let n = 0;
    plainReader(async (invocation) => {
      await getTally(invocation, "a");
      await bench.time.environment.sleep(100);
      await setTally(bench.cluster.store, "Reader", "a", ++n);
      return `${await getTally(invocation, "b")}`;
    });
    const envelope = { timeoutMs: 1_000 };
    const error = await failureOf(bench.time.during(send(bench.cluster, reader, envelope)));
    expect(String(error)).to.include("found no quiet moment");
    expect(n).to.be.within(2, 20);
  });

  it("that is pure may not read state, and is remembered by arguments, if it did not fail, per process", async () => {
    let runs = 0;
    const deploy = (): void =>
      bench.cluster.deploy(sum, {
        go: (_, text) => {
          runs++;
          if (text === "fail") throw new Error("no");
          return `sum of ${text}`;
        },
      });
    deploy();
    const asked = (text: string): Promise<string> => bench.time.during(ask(bench.cluster.edge(), sum, text));
    expect([await asked("a"), await asked("a"), await asked("b"), runs]).to.deep.equal([
      "sum of a",
      "sum of a",
      "sum of b",
      2,
    ]);
    for (let i = 0; i < 2; i++) await failureOf(asked("fail"));
    expect(runs).to.equal(4);
    deploy();
    await asked("a");
    expect(runs).to.equal(5);
    bench.cluster.deploy(sum, { go: (invocation) => getTally(invocation, "n") });
    expect(String(await failureOf(asked("x")))).to.include("Sum.go is faas.pure: it cannot read state");
  });

  it("that is pure may not ask one that is not: what it says would be remembered", async () => {
    const seen: string[] = [];
    bench.cluster.deploy(sum, {
      go: async (invocation) => void seen.push(String(await failureOf(question(invocation)))),
    });
    await outside(sum);
    expect(seen).to.deep.equal(["Error: Sum.go is faas.pure: it cannot call go, which is faas.readonly"]);
    plainReader((invocation) => ask(invocation, sum));
    bench.cluster.deploy(sum, { go: () => "3" });
    expect(await outside()).to.equal("3");
  });

  it("is answered though its time is over already: whoever asked is answered late, not never", async () => {
    expect(await bench.time.during(send(bench.cluster, reader, { timeoutMs: -1 }))).to.equal("0");
  });

  it("that is pure is not remembered if its result is large: a thousand of them would fill the process", async () => {
    let runs = 0;
    let length = 16_000;
    bench.cluster.deploy(sum, { go: () => `${++runs}`.padEnd(length) });
    const twice = async (text: string): Promise<void> => {
      for (let i = 0; i < 2; i++) await bench.time.during(ask(bench.cluster.edge(), sum, text));
    };
    await twice("small");
    expect(runs).to.equal(1);
    length = 17_000;
    await twice("large");
    expect(runs).to.equal(3);
  });

  it("that is readonly is not remembered", async () => {
    await outside();
    await setTally(bench.cluster.store, "Reader", "n", 7);
    expect(await outside()).to.equal("7");
  });

  it("that is pure is remembered for the newest thousand of arguments", async () => {
    let runs = 0;
    const pureResults = new Map();
    bench.cluster.deploy(sum, { go: () => void runs++ }, { pureResults });
    for (let i = 0; i < 1_001; i++) await send(bench.cluster, sum, { id: `${i}` }, `${i}`);
    expect([pureResults.size, runs]).to.deep.equal([1_000, 1_001]);
    await send(bench.cluster, sum, { id: "new" }, "1");
    expect(runs).to.equal(1_001);
    await send(bench.cluster, sum, { id: "old" }, "0");
    expect(runs).to.equal(1_002);
  });

  for (const [service, flushed] of [
    [beacon, true],
    [reader, false],
  ] as const)
    it(`${flushed ? "is" : "is not"} called only when what led to it is durable: ${service.name}`, async () => {
      let log: unknown = "not called";
      bench.cluster.deploy(service, {
        go: async () => {
          const [record] = await recordsOf(bench.cluster.store, "Main");
          log = record?.log.map(({ label }) => label);
        },
      });
      await bench.attempt(1, async (invocation) => {
        invocation.now();
        await ask(invocation, service);
      });
      expect(log).to.deep.equal(flushed ? ["now"] : undefined);
    });

  it("costs its caller nothing: the answer leaves with the next thing that does", async () => {
    await bench.attempt(1, async (invocation) => {
      await question(invocation);
      await question(invocation);
    });
    expect(bench.cluster.commands("main ")).to.deep.equal(["main commit"]);
  });

  it("is asked again by an attempt that died before its answer was durable", async () => {
    const calls = watchCalls(bench.cluster, reader);
    await bench.dieAfter((invocation) => question(invocation));
    await bench.attempt(2, (invocation) => question(invocation));
    expect(calls.map(({ envelope }) => envelope.attempt)).to.deep.equal([1, 2]);
    expect(calls[1]?.envelope.id).to.equal(calls[0]?.envelope.id);
  });
});

/** Failures at random: the same seed decides the same, each kind does what it says, and exactly-once holds under all of them. */

import { expect } from "chai";
import { Chaos, type Mishap } from "../../emulator/chaos.js";
import { startDev, type Dev } from "../../emulator/dev.js";
import { startGateway, type Gateway } from "../../emulator/gateway/gateway.js";
import { TIMING } from "../../emulator/timing.js";
import { connect } from "../../runtime/index.js";
import { openStore } from "../../runtime/store/open.js";
import { TextServiceClient } from "../golden/social_network/gen/social_network/text-service.js";
import { httpCall } from "../runtime/openfaas/http-call.js";
import { PACKAGE } from "../support/imports.js";
import { Project } from "../support/project.js";
import { StubFunction } from "./stub-function.js";
import { until } from "./until.js";

/** Of the first 30 calls. */
const FIRST_OF_7: readonly Mishap["kind"][] = ["request lost", "late", "killed", "late"];
const CALLS = Array.from({ length: 5_000 }, (_, call) => call);

describe("chaos", () => {
  it("is decided by the seed and the number of the call", () => {
    const of = (seed: number) => {
      const chaos = new Chaos(seed);
      return CALLS.map((call) => [chaos.ofCall(call), chaos.duplicates(call)]);
    };
    expect(of(42)).to.deep.equal(of(42));
    expect(of(42)).to.not.deep.equal(of(43));
    const other = new Chaos(42);
    expect(CALLS.toReversed().map((call) => other.ofCall(call))).to.deep.equal(
      of(42)
        .map(([mishap]) => mishap)
        .toReversed(),
    );
    // For good: a seed that has found something must go on to do so.
    expect(CALLS.slice(0, 30).flatMap((call) => new Chaos(7).ofCall(call)?.kind ?? [])).to.deep.equal(FIRST_OF_7);
  });

  it("has every kind of failure, and leaves most calls alone", () => {
    const chaos = new Chaos(1);
    const kinds = CALLS.map((call) => chaos.ofCall(call)?.kind);
    expect(new Set(kinds)).to.have.property("size", 9);
    expect(kinds.filter((kind) => kind === undefined).length / CALLS.length).to.be.within(0.75, 0.9);
    expect(CALLS.filter((call) => chaos.duplicates(call)).length / CALLS.length).to.be.within(0.15, 0.25);
  });

  describe("in the gateway", () => {
    let echo: StubFunction;
    let gateway: Gateway;
    let mishap: Mishap;

    beforeEach(async () => {
      echo = new StubFunction();
      await echo.addReplica();
      const chaos = Object.assign(new Chaos(0), { ofCall: () => mishap });
      gateway = await startGateway({ port: 0, find: () => echo, timing: TIMING, chaos, onLine: () => {} });
    });

    afterEach(() => {
      gateway.close();
      echo.close();
    });

    async function outcome(): Promise<unknown[]> {
      const headers = { "Content-Type": "application/x-thrift" };
      return httpCall(`${gateway.url}/function/echo`, { body: Buffer.alloc(100), headers }).then(
        ({ status, headers: got, body }) => [status, got["x-openfaas-internal"], body.length],
        (error: NodeJS.ErrnoException) => [error.code],
      );
    }

    for (const [made, expected, executed] of [
      [{ kind: "request lost" }, [500, "of-watchdog", 0], 0],
      [{ kind: "reply lost" }, [500, "of-watchdog", 0], 1],
      [{ kind: "busy" }, [429, "faas-middleware", 62], 0],
      [{ kind: "late", byMs: 10 }, [200, undefined, 100], 1],
      [{ kind: "reset" }, ["ECONNRESET"], 1],
      [{ kind: "cut", share: 0.5 }, ["ECONNRESET"], 1],
    ] as const satisfies readonly (readonly [Mishap, unknown[], number])[])
      it(made.kind, async () => {
        mishap = made;
        expect(await outcome()).to.deep.equal(expected);
        expect(echo.count).to.equal(executed);
      });

    it("cut, of a chunked reply: looks complete", async () => {
      mishap = { kind: "cut", share: 0.5 };
      echo.answer = (_request, response, body) => {
        response.write(body);
        response.end();
      };
      expect(await outcome()).to.deep.equal([200, undefined, 50]);
    });

    it("timeout: the call is cancelled", async () => {
      mishap = { kind: "timeout", afterMs: 50 };
      let closed = false;
      echo.answer = (_request, response) => void response.on("close", () => (closed = true));
      expect(await outcome()).to.deep.equal([502, undefined, 0]);
      await until(() => closed || echo.count === 0);
    });

    it("killed", async () => {
      mishap = { kind: "killed", afterMs: 5 };
      echo.answer = (_request, response) => void until(() => echo.killed === 1).then(() => response.end());
      await outcome();
      expect(echo.killed).to.equal(1);
    });
  });

  describe("with generated functions", () => {
    let project: Project;
    let dev: Dev | undefined;

    before(async () => {
      project = new Project();
      project.copy("demo/functions", "gen/functions");
      expect(
        await project.thriftFaas("gen", `${PACKAGE}/idl-examples/social_network.thrift`, "-o", "gen"),
      ).to.deep.include({ status: 0 });
    });

    after(async () => {
      await dev?.close();
      project.remove();
    });

    it("answers every call, and stores each short URL for exactly one reply", async function () {
      this.timeout(180_000);
      const lines: string[] = [];
      dev = await startDev({
        genDir: project.path("gen"),
        port: 0,
        chaosSeed: 4,
        timing: { everyMinuteMs: 1_000, restartMs: 20 },
        env: { THRIFT_FAAS_COLLECT_AFTER: "2s" },
        onLine: (line) => lines.push(line),
      });
      const connection = connect(dev.url, { timeoutMs: 120_000 });
      const client = new TextServiceClient(connection);
      const replied: string[] = [];
      // One after the other, so that the same calls come in nearly the same order every time.
      for (let call = 0; call < 40; call++) {
        const reply = await client.ComposeText(
          BigInt(call),
          `http://a${call}.example http://b${call}.example`,
          new Map(),
        );
        expect(reply.text).to.equal(reply.urls.map((url) => url.shortened_url).join(" "));
        replied.push(...reply.urls.map((url) => url.shortened_url));
      }
      connection.close();
      await dev.close();
      const happened = new Set(lines.flatMap((line) => /chaos: call \d+, to \S+: (.*)$/.exec(line)?.[1] ?? []));
      expect(happened.size, [...happened].join()).to.be.at.least(4);

      const store = await openStore(`lmdb:${project.path(".thrift-faas/store")}`);
      const stored: string[] = [];
      for await (const { key } of store.scan("UrlShortenService", "urls")) stored.push(key);
      await store.close();
      expect(new Set(replied).size).to.equal(80);
      expect(stored.toSorted()).to.deep.equal(replied.toSorted());
    });
  });
});

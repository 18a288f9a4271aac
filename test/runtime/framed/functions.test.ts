/** Functions behind a framed server: exactly once for clients that name their calls, and an answer for those that cannot ask again. */

import { expect } from "chai";
import { listenFramed, type FramedServer } from "../../../runtime/framed/framed-server.js";
import { connect, type Connection } from "../../../runtime/openfaas/connect.js";
import { prepareFunction, type PreparedFunction } from "../../../runtime/openfaas/prepare-function.js";
import { ApplicationException } from "../../../runtime/protocol/application-exception.js";
import { PROTOCOL_NAMES } from "../../../runtime/protocol/load-protocol.js";
import { defineFunction, hostService } from "../../../runtime/service/function.js";
import { until } from "../../emulator/until.js";
import { deferred } from "../../support/deferred.js";
import { failureOf } from "../../support/messages.js";
import { ask, Declined, methodOf, probe, type Probe } from "../../support/probe.js";

const together = (name: string, methods: Parameters<typeof probe>[1]): Probe => ({
  ...probe(name, methods),
  function: "both",
  multiplexed: true,
});
const Front = together("Front", { go: {}, tell: { oneway: true } });
const Back = together("Back", { serve: {} });
const go = methodOf(Front, "go");

for (const protocol of PROTOCOL_NAMES)
  describe(`a function behind a framed server, in ${protocol}`, () => {
    let prepared: PreparedFunction;
    let server: FramedServer;
    let connection: Connection;
    let effects: string[];
    let held: Promise<void>;
    let release: () => void;

    beforeEach(async () => {
      effects = [];
      ({ promise: held, resolve: release } = deferred());
      const definition = defineFunction("both", [
        hostService(Front, {
          handler: {
            go(invocation, text) {
              if (text === "declined") throw new Declined("no");
              return ask(invocation, Back, text, "serve");
            },
            tell: (_, text) => void effects.push(text),
          },
        }),
        hostService(Back, {
          handler: {
            async serve(_, text) {
              if (text === "held") await held;
              effects.push(text);
              return `${text}${effects.length}`;
            },
          },
        }),
      ]);
      prepared = await prepareFunction(definition, {
        THRIFT_FAAS_STORE: "memory:",
        THRIFT_FAAS_GATEWAY: "http://127.0.0.1:9",
        THRIFT_FAAS_SUSPEND_AFTER: "0s",
        THRIFT_FAAS_MAX_INFLIGHT: "1",
        THRIFT_FAAS_MAX_MESSAGE_BYTES: "2000",
      });
      server = await listenFramed({ ...prepared, host: "127.0.0.1", port: 0 });
      connection = connect(`tcp://127.0.0.1:${server.port}`, { protocol });
    });

    afterEach(async () => {
      release();
      connection.close();
      await server.close();
      await prepared.close();
    });

    it("carries out a call under one ID once", async () => {
      for (let again = 0; again < 3; again++) expect(await ask(connection.withId("i"), Front, "a")).to.equal("a1");
      expect(await ask(connection, Front, "a")).to.equal("a2");
      expect(await failureOf(ask(connection, Front, "declined"))).to.be.instanceOf(Declined);
      expect((await failureOf(ask(connection.withId("i"), Front, "b"))).message).to.include("belongs to another call");
    });

    it("takes oneway calls", async () => {
      await ask(connection, Front, "told", "tell");
      expect(await ask(connection, Front, "a")).to.match(/^a/);
      await until(() => effects.includes("told"));
    });

    it("takes calls to be submitted, and tells their results", async () => {
      const id = await connection.submit(Front, go, { text: "a" });
      await until(async () => (await connection.attach(Front, go, id).catch(() => "")) === "a1");
    });

    it("keeps a call until it is answered, which a gateway's client would have to ask for again", async () => {
      const call = ask(connection, Front, "held");
      await new Promise((resolve) => setTimeout(resolve, 100));
      release();
      expect(await call).to.equal("held1");
    });

    it("says in Thrift that it has no room, and that a message is too large by hanging up", async () => {
      const call = ask(connection, Front, "held");
      await until(async () => {
        const error = await ask(connection, Front, "a").catch((reason: unknown) => reason);
        return error instanceof ApplicationException && error.type === 101;
      });
      release();
      expect(await call).to.match(/^held/);
      const error = await failureOf(ask(connection, Front, "x".repeat(3_000)));
      expect(error.message).to.include("connection ended before the whole reply came");
    });
  });

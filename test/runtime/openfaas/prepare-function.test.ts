/** A function as its process prepares it: settings, `init`, several services behind one door, calls that stay inside. */

import { expect } from "chai";
import { prepareFunction, type PreparedFunction } from "../../../runtime/openfaas/prepare-function.js";
import { ApplicationException } from "../../../runtime/protocol/application-exception.js";
import { encodeArgs, encodeCall, decodeReply } from "../../../runtime/service/messages.js";
import { defineFunction, hostService } from "../../../runtime/service/function.js";
import { LIFETIME } from "../../../runtime/store/expiry.js";
import { deferred } from "../../support/deferred.js";
import { until } from "../../emulator/until.js";
import { ask, methodOf, probe, type Probe, type ProbeHandler } from "../../support/probe.js";

/** Nobody listens there: whatever is answered has been answered in the process. */
const ENV = { THRIFT_FAAS_STORE: "memory:", THRIFT_FAAS_GATEWAY: "http://127.0.0.1:9" };

const together = (name: string, ...methods: string[]): Probe => ({
  ...probe(name, Object.fromEntries(methods.map((method) => [method, {}]))),
  function: "both",
  multiplexed: true,
});
const Front = together("Front", "go", "ping");
const Back = together("Back", "serve", "ping");

const failure = (call: Promise<string>): Promise<string> =>
  call.then(String, (error: unknown) => {
    expect(error).to.be.instanceOf(ApplicationException);
    return String(error);
  });

describe("a function of several services", () => {
  let prepared: PreparedFunction;
  let effects: string[];
  let inits: number;

  const definition = defineFunction("both", [
    hostService(Front, {
      handler: { go: (invocation, text) => ask(invocation, Back, text, "serve"), ping: () => "front" },
    }),
    hostService(Back, {
      init: async () => {
        inits++;
        await Promise.resolve();
        return {
          serve: (_, text) => {
            effects.push(text);
            return `${text}!`;
          },
          ping: () => "back",
        };
      },
    }),
  ]);

  beforeEach(async () => {
    effects = [];
    inits = 0;
    prepared = await prepareFunction(definition, ENV);
  });

  afterEach(() => prepared.close());

  /** @param called the service that the message names; another one than `service`, to see what happens */
  async function send(service: Probe, method: string, id: string, called: Partial<Probe> = service): Promise<string> {
    const found = methodOf(service, method);
    const envelope = { id, root: id, expiry: BigInt(Date.now() + LIFETIME), attempt: 1 };
    const body = encodeCall({ ...service, ...called }, found, encodeArgs(found, { text: id }), envelope);
    const reply = await prepared.exchange(body);
    if (reply.kind !== "reply") throw new Error(reply.reason);
    return decodeReply(found, reply.body);
  }

  it("has each call answered by the service that it names", async () => {
    expect(await send(Front, "ping", "1")).to.equal("front");
    expect(await send(Back, "ping", "2")).to.equal("back");
  });

  it("needs no name where only one service has the method", async () => {
    expect(await send(Back, "serve", "1", { multiplexed: false })).to.equal("1!");
  });

  it("says what to write where several have it, and what there is where none has", async () => {
    const bare = { multiplexed: false };
    expect(await failure(send(Front, "ping", "1", bare))).to.match(
      /Front and Back .* Front:ping \(TMultiplexedProtocol\)/,
    );
    const other = { ...probe("Other"), function: "both" };
    expect(await failure(send(other, "go", "2", { multiplexed: true }))).to.match(
      /no service Other; it has Front, Back/,
    );
    const method = probe("Front", { nothing: {} });
    expect(await failure(send(method, "nothing", "3", bare))).to.match(/has a method nothing; it has Front, Back/);
  });

  it("has its services call each other in the process, exactly once", async () => {
    expect(await send(Front, "go", "order")).to.equal("order!");
    expect(await send(Front, "go", "order")).to.equal("order!");
    expect(effects).to.deep.equal(["order"]);
  });

  it("runs init once, before it is ready", async () => {
    expect(inits).to.equal(1);
    await Promise.all([send(Back, "serve", "1"), send(Back, "serve", "2")]);
    expect(inits).to.equal(1);
  });

  it("does not start when init fails", async () => {
    const broken = defineFunction("both", [
      hostService(Back, { init: () => Promise.reject(new Error("no database")) }),
    ]);
    const error = await prepareFunction(broken, ENV).catch((reason: Error) => reason.message);
    expect(error).to.equal("no database");
  });

  it("does not start when init forgets to return the handler", async () => {
    const forgetful = defineFunction("both", [hostService(Back, { init: () => undefined as unknown as ProbeHandler })]);
    const error = await prepareFunction(forgetful, ENV).catch((reason: Error) => reason.message);
    expect(error).to.equal("the init of Back has returned no handler: return an object with its methods");
  });
});

describe("limits of messages", () => {
  const Main = probe("Main", { go: {} });
  const definition = defineFunction("main", [
    hostService(Main, { handler: { go: (_: unknown, text: string) => text } }),
  ]);
  const method = methodOf(Main, "go");

  async function call(text: string): Promise<unknown> {
    const prepared = await prepareFunction(definition, {
      ...ENV,
      THRIFT_FAAS_MAX_MESSAGE_BYTES: "5000",
      THRIFT_FAAS_MAX_STRING_BYTES: "2000",
    });
    expect(prepared.limits).to.deep.equal({ messageBytes: 5000, stringBytes: 2000, elements: 1048576, depth: 64 });
    const envelope = { id: text, root: text, expiry: BigInt(Date.now() + LIFETIME), attempt: 1 };
    const reply = await prepared.exchange(
      encodeCall(Main, method, encodeArgs(method, { text }), { ...envelope, id: "i" }),
    );
    await prepared.close();
    if (reply.kind !== "reply") return reply;
    try {
      return decodeReply(method, reply.body);
    } catch (error) {
      return error;
    }
  }

  it("are those of the function's environment", async () => {
    expect(await call("x".repeat(2000))).to.equal("x".repeat(2000));
    expect(await call("x".repeat(2001)))
      .to.be.instanceOf(ApplicationException)
      .with.property("message", "Main.go: A string or binary has the length 2001; it may have 0 to 2000 bytes");
  });
});

describe("a limit on concurrent calls", () => {
  const Main = probe("Main", { go: {}, inner: {} });

  async function withLimit(limit: string): Promise<{ prepared: PreparedFunction; open: () => void }> {
    const { promise, resolve } = deferred();
    const handler = {
      go: async (invocation: Parameters<typeof ask>[0], text: string) => {
        if (text === "hold") await promise;
        return ask(invocation, Main, text, "inner");
      },
      inner: (_: unknown, text: string) => text,
    };
    const definition = defineFunction("main", [hostService(Main, { handler })]);
    return {
      prepared: await prepareFunction(definition, { ...ENV, THRIFT_FAAS_MAX_INFLIGHT: limit }),
      open: resolve,
    };
  }

  const call = (text: string, submit = false): Uint8Array => {
    const method = methodOf(Main, "go");
    const envelope = { id: text, root: text, expiry: BigInt(Date.now() + LIFETIME), attempt: 1, submit };
    return encodeCall(Main, method, encodeArgs(method, { text }), envelope);
  };

  it("refuses what is too much, untouched, and lets calls from inside through", async () => {
    const { prepared, open } = await withLimit("1");
    const held = prepared.exchange(call("hold"));
    const refused = await prepared.exchange(call("other"));
    expect(refused).to.include({
      kind: "busy",
      reason: "main runs 1 calls at once and takes no more; nothing was executed",
    });
    // For plain clients, which look at nothing else.
    const body = "body" in refused ? refused.body : new Uint8Array(0);
    expect(await failure((async () => decodeReply(methodOf(Main, "go"), body))())).to.include("takes no more");
    open();
    expect((await held).kind).to.equal("reply");
    expect((await prepared.exchange(call("other"))).kind).to.equal("reply");
    await prepared.close();
  });

  it("counts a submitted call until it has run, and none that has been submitted before", async () => {
    const { prepared, open } = await withLimit("1");
    expect((await prepared.exchange(call("hold", true))).kind).to.equal("reply");
    expect((await prepared.exchange(call("other", true))).kind).to.equal("busy");
    open();
    await until(async () => (await prepared.exchange(call("other", true))).kind === "reply");
    for (let again = 0; again < 3; again++)
      await until(async () => (await prepared.exchange(call("hold", true))).kind === "reply");
    await until(async () => (await prepared.exchange(call("last"))).kind === "reply");
    await prepared.close();
  });

  it("is a number above 0", async () => {
    for (const wrong of ["0", "-1", "many", "1.5", ""])
      expect(await withLimit(wrong).catch((error: Error) => error.message), wrong).to.equal(
        `THRIFT_FAAS_MAX_INFLIGHT is "${wrong}"; it is a whole number above 0, or left out`,
      );
  });
});

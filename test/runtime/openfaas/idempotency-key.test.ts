/** `Idempotency-Key`: what a plain Thrift client wants its call to be known by, however often it sends it. */

import { expect } from "chai";
import { ApplicationException, ApplicationExceptionType } from "../../../runtime/protocol/application-exception.js";
import { loadProtocol, PROTOCOL_NAMES } from "../../../runtime/protocol/load-protocol.js";
import { MessageType, type Protocol } from "../../../runtime/protocol/protocol.js";
import { decodeReply } from "../../../runtime/service/messages.js";
import { LocalOpenFaaS } from "../../support/local-openfaas.js";
import { failureOf } from "../../support/messages.js";
import { ask, methodOf, probe } from "../../support/probe.js";
import { addTally, storedTally } from "../../support/tally.js";
import { httpCall, type HttpReply } from "./http-call.js";

describe("an Idempotency-Key", () => {
  let cluster: LocalOpenFaaS;
  const main = probe("Main", { go: {}, other: {}, tell: { oneway: true } });
  const leaf = probe("Leaf");
  const go = methodOf(main, "go");

  beforeEach(async () => {
    cluster = await new LocalOpenFaaS().start();
    await cluster.deploy(leaf, { go: async (invocation, text) => `${text}${await addTally(invocation, "leaf")}` });
    await cluster.deploy(main, {
      async go(invocation, text) {
        const count = await addTally(invocation, "main");
        return `${await ask(invocation, leaf, text)} ${count}`;
      },
      other: () => "other",
      tell: async (invocation) => void (await addTally(invocation, "main")),
    });
  });

  afterEach(() => cluster.close());

  const effects = (): Promise<number> => storedTally(cluster.store, "Main", "main");

  interface Sent {
    readonly text?: string;
    readonly method?: string;
    readonly seqid?: number;
    readonly protocol?: Protocol["name"];
    readonly headers?: Readonly<Record<string, string | string[]>>;
  }

  /** Posts what a plain client would, straight to the function or through the gateway. */
  async function post(key: string | string[], sent: Sent = {}, url = cluster.url): Promise<HttpReply> {
    const { text = "a", method = "go", seqid = 0, protocol = "binary", headers = {} } = sent;
    const output = (await loadProtocol(protocol)).writer();
    const { args, oneway } = methodOf(main, method);
    output.writeMessageBegin(method, oneway ? MessageType.ONEWAY : MessageType.CALL, seqid);
    args.write(output, { text });
    output.writeMessageEnd();
    const named = { "Idempotency-Key": key, ...headers };
    return httpCall(`${url}/function/main`, { body: output.finish(), headers: named });
  }

  const resultOf = ({ status, body }: HttpReply): string => {
    expect(status).to.equal(200);
    return decodeReply(go, body);
  };
  const refusalOf = async (reply: HttpReply): Promise<string> => {
    const error = await failureOf((async () => resultOf(reply))());
    expect(error).to.be.instanceOf(ApplicationException).with.property("type", ApplicationExceptionType.REFUSED);
    return error.message;
  };

  for (const protocol of PROTOCOL_NAMES)
    it(`sent twice gives one effect and byte-identical replies: ${protocol}`, async () => {
      const [first, ...others] = [
        await post("k", { protocol }),
        await post("k", { protocol }),
        await post("k", { protocol }),
      ];
      for (const other of others) expect([...other.body]).to.deep.equal([...(first?.body ?? [])]);
      expect(Buffer.from(first?.body ?? []).toString("latin1")).to.include("a1 1");
      expect(await effects()).to.equal(1);
    });

  it("sent many times at once gives one effect", async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => post("k")));
    for (const reply of replies) expect(resultOf(reply)).to.equal("a1 1");
    expect(await effects()).to.equal(1);
  });

  it("is answered under each message's own sequence ID, and in its own protocol", async () => {
    const [seven, eight] = [(await post("k", { seqid: 7 })).body, (await post("k", { seqid: 8 })).body];
    const bytes = [...seven];
    // In a strict header it stands behind the version, the name's length and the name.
    const at = 4 + 4 + "go".length + 3;
    expect(bytes[at]).to.equal(7);
    bytes[at] = 8;
    expect([...eight]).to.deep.equal(bytes);
    const { json } = await import("../../../runtime/protocol/json.js");
    expect(decodeReply(go, (await post("k", { protocol: "json" })).body, json)).to.equal("a1 1");
    expect(await effects()).to.equal(1);
  });

  it("is one key with quotation marks and without, and the call's ID", async () => {
    for (const key of ["order-17", '"order-17"']) expect(resultOf(await post(key))).to.equal("a1 1");
    expect(resultOf(await post('"a\\"b\\\\c"'))).to.equal("a2 2");
    expect(resultOf(await post('a"b\\c'))).to.equal("a2 2");
    expect(await cluster.connect().attach(main, go, "order-17")).to.equal("a1 1");
    expect(await cluster.connect().withId("order-17").call(main, go, { text: "a" })).to.equal("a1 1");
  });

  it("with other arguments, or for another method, is refused, and nothing happens", async () => {
    await post("k");
    for (const sent of [{ text: "b" }, { method: "other" }]) {
      const reply = await post("k", sent);
      expect(reply.status).to.equal(200);
      const other = { ...go, name: sent.method ?? "go" };
      const error = await failureOf((async () => decodeReply(other, reply.body))());
      expect(error).to.be.instanceOf(ApplicationException).and.include({ type: ApplicationExceptionType.REFUSED });
      expect(error.message).to.include("The invocation ID k belongs to another call").and.include("Idempotency-Key");
    }
    expect(await effects()).to.equal(1);
  });

  it("counts before an X-Call-Id, which every gateway gives, and behind an envelope", async () => {
    for (const id of ["one", "two"])
      expect(resultOf(await post("k", { headers: { "X-Call-Id": id } }))).to.equal("a1 1");
    await cluster.connect().withId("mine").call(main, go, { text: "a" });
    const called = cluster.seen.findLast(({ functionName }) => functionName === "main");
    if (called === undefined) throw new Error("nothing was sent");
    const again = { ...called, headers: { ...called.headers, "idempotency-key": "another" } };
    expect(resultOf(await cluster.deliver(again))).to.equal("a2 2");
    expect(await effects()).to.equal(2);
  });

  it("is kept by the gateway's queue", async () => {
    const headers = { "Idempotency-Key": "k" };
    const { body } = await post("k");
    const [seen] = cluster.seen;
    for (let i = 0; i < 2; i++)
      await httpCall(`${cluster.url}/async-function/main`, { body: seen?.body ?? body, headers });
    for (const message of cluster.queued) expect(resultOf(await cluster.deliver(message))).to.equal("a1 1");
    expect(await effects()).to.equal(1);
  });

  it("names oneway calls as well", async () => {
    for (let i = 0; i < 3; i++) expect((await post("k", { method: "tell" })).body).to.have.length(0);
    await cluster.background.settled();
    expect(await effects()).to.equal(1);
  });

  for (const [what, key] of [
    ["too long", "x".repeat(129)],
    ["empty", ""],
    ["empty in quotation marks", '""'],
    ["not one word", "a b"],
    ["not ASCII", "\u00e9"],
    ["quoted at its beginning only", '"a'],
    ["quoted, with parameters", '"a";b=1'],
    ["quoted, with an escape that is none", '"a\\n"'],
    ["two headers", ["a", "b"]],
    ["two quoted headers", ['"a"', '"b"']],
  ] as const)
    it(`that cannot be used is refused, for the call must not get another ID: ${what}`, async () => {
      const reply = await post(typeof key === "string" ? key : [...key]);
      expect(await refusalOf(reply))
        .to.include("1 to 128 characters")
        .and.include("Nothing was executed");
      expect(await effects()).to.equal(0);
    });

  it("of 128 characters is none too many", async () => {
    expect(resultOf(await post("x".repeat(128)))).to.equal("a1 1");
    expect(resultOf(await post(`"${"x".repeat(128)}"`))).to.equal("a1 1");
  });

  it("lets nobody in where calls have to be signed", async () => {
    const callKeys = ["k".repeat(32)] as const;
    const keyed = await new LocalOpenFaaS({ callKeys }).start();
    await keyed.deploy(main, { go: () => "never" });
    const reply = await post("k", {}, keyed.url);
    expect(reply.status).to.equal(401);
    await keyed.close();
  });
});

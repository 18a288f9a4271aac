/** A body in, a reply out: everything that can be wrong with a call gets one clear message, in the call's protocol. */

import { expect } from "chai";
import { DeliveryError } from "../../../runtime/client/transport.js";
import type { Call } from "../../../runtime/invocation/call.js";
import { ApplicationException, ApplicationExceptionCodec } from "../../../runtime/protocol/application-exception.js";
import { detectProtocol } from "../../../runtime/protocol/detect.js";
import { DEFAULT_LIMITS } from "../../../runtime/protocol/limits.js";
import { MessageType, type Protocol, TType } from "../../../runtime/protocol/protocol.js";
import { binary, oldBinary } from "../../../runtime/protocol/binary.js";
import { PROTOCOLS } from "../protocol/protocols.js";
import type { Reply } from "../../../runtime/service/exchange.js";
import { decodeReply, recordValue } from "../../../runtime/service/messages.js";
import { createProcessor, type Executors } from "../../../runtime/service/processor.js";
import { type CallbackArgs, CallbackMethod } from "../../../runtime/system/system-methods.js";
import type { RecordedResult } from "../../../runtime/store/store.js";
import { BookShop, type BookShopHandler } from "../../golden/bookshop/gen/bookshop/book-shop.js";
import { END, tagOf } from "../../../runtime/protocol/tag.js";
import { fieldsOf } from "../../../runtime/protocol/fields.js";

type Execute = (call: Call<BookShopHandler>) => Promise<RecordedResult>;

const isOpen: Execute = (call) => Promise.resolve(recordValue(call.method, true));

/** A call of one of the shop's methods; `write` writes the fields of its args. */
function callBody(
  protocol: Protocol,
  name: string,
  write: (output: ReturnType<Protocol["writer"]>) => void = () => {},
  type: MessageType = MessageType.CALL,
  seqid = 7,
): Uint8Array {
  const output = protocol.writer();
  output.writeMessageBegin(name, type, seqid);
  output.writeStructBegin(fieldsOf(`${name}_args`, []));
  write(output);
  output.writeStructEnd();
  output.writeMessageEnd();
  return output.finish();
}

let ids = 0;

async function process(
  body: Uint8Array,
  execute: Execute = isOpen,
  more: Partial<Executors<BookShopHandler>> = {},
): Promise<Reply> {
  const refuse = async (): Promise<never> => {
    throw new Error("no method of the runtime is called here");
  };
  return createProcessor(BookShop, {
    execute,
    newId: () => `new ${++ids}`,
    system: { receiveCallback: refuse, attach: refuse },
    ...more,
  })(body);
}

/** The exception in a reply, whose header must answer the call. */
function exceptionIn(protocol: Protocol, reply: Reply): ApplicationException {
  if (reply.kind === "unreadable" || reply.kind === "busy") throw new Error(reply.reason);
  const input = protocol.reader(reply.body);
  const header = input.readMessageBegin();
  expect(header).to.include({ type: MessageType.EXCEPTION, seqid: 7 });
  return ApplicationExceptionCodec.read(input);
}

describe("a processor", () => {
  for (const protocol of [...PROTOCOLS, oldBinary]) {
    describe(`in ${protocol.name}`, () => {
      it("answers in kind, with the call's sequence ID", async () => {
        const reply = await process(callBody(protocol, "is_open"));
        if (reply.kind !== "reply") throw new Error(reply.reason);
        expect(await detectProtocol(reply.body)).to.equal(protocol);
        const input = protocol.reader(reply.body);
        expect(input.readMessageBegin()).to.deep.include({ name: "is_open", type: MessageType.REPLY, seqid: 7 });
        input.readStructBegin();
        expect(input.readTag(END)).to.equal(tagOf(TType.BOOL, 0));
        expect(input.readBool()).to.equal(true);
      });

      it("answers every sequence ID with the same one", async () => {
        for (const seqid of [0, -1, -(2 ** 31), 2 ** 31 - 1])
          for (const name of ["is_open", "close"]) {
            const reply = await process(callBody(protocol, name, () => {}, MessageType.CALL, seqid));
            if (reply.kind !== "reply") throw new Error(reply.reason);
            expect(protocol.reader(reply.body).readMessageBegin()).to.include({ name, seqid });
          }
      });

      it("has no methods but the service's, whatever JavaScript's objects have", async () => {
        for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
          const error = exceptionIn(protocol, await process(callBody(protocol, name)));
          expect(error.message).to.include(`BookShop has no method ${name}`);
        }
      });

      it("says which methods there are, parents' included, when the one called is none of them", async () => {
        const error = exceptionIn(protocol, await process(callBody(protocol, "close")));
        expect(error.type).to.equal(1);
        expect(error.message).to.include("BookShop has no method close; it has balance, pay, search");
      });

      it("names the field that has another type than the IDL says", async () => {
        const body = callBody(protocol, "how_paid", (output) => {
          output.writeTag(tagOf(TType.I32, 1));
          output.writeI32(5);
        });
        const error = exceptionIn(protocol, await process(body));
        expect(error.type).to.equal(7);
        expect(error.message).to.match(/BookShop\.how_paid.*number.*i32.*i64/);
      });

      it("says so when the message ends too early or too late", async () => {
        const body = callBody(protocol, "how_paid", (output) => {
          output.writeTag(tagOf(TType.I64, 1));
          output.writeI64(5n);
        });
        const short = await process(body.subarray(0, body.length - 4));
        if (short.kind === "reply") expect(exceptionIn(protocol, short).type).to.equal(7);
        else expect(short.kind).to.equal("unreadable");
        const long = await process(Buffer.concat([body, Buffer.from("!!")]));
        expect(exceptionIn(protocol, long).message).to.match(/how_paid.*2 (bytes|characters)/);
      });

      it("refuses what asks for more than the limits, which there are by default, and executes nothing", async () => {
        let executed = 0;
        const execute: Execute = (call) => (executed++, isOpen(call));
        const many = callBody(protocol, "is_open", (output) => {
          output.writeTag(tagOf(TType.LIST, 9));
          output.writeListBegin(TType.BOOL, DEFAULT_LIMITS.elements + 1);
          for (let index = 0; index <= DEFAULT_LIMITS.elements; index++) output.writeBool(true);
          output.writeListEnd();
        });
        const error = exceptionIn(protocol, await process(many, execute));
        expect(error.type).to.equal(7);
        expect(error.message).to.equal("BookShop.is_open: The containers of the message have more than 1048576 elements, which is the limit"); // prettier-ignore
        expect(executed).to.equal(0);
        const more = { limits: { ...DEFAULT_LIMITS, elements: 2 * DEFAULT_LIMITS.elements } };
        expect(await process(many, execute, more)).to.include({ kind: "reply" });
        expect(executed).to.equal(1);
      });

      it("takes a result in a callback however narrow the limits for calls are", async () => {
        let received = 0;
        const receiveCallback = async ({ body }: CallbackArgs): Promise<void> => void (received += body.length);
        const callback = (name: string) => {
          const output = protocol.writer();
          output.writeMessageBegin(name, MessageType.CALL, 7);
          CallbackMethod.args.write(output, {
            partition: "p", id: "i", step: "0", fingerprint: "f", label: "l", callee: "c", expiry: 1n,
            token: new Uint8Array(32), kind: "reply", body: new Uint8Array(5000),
          }); // prettier-ignore
          output.writeMessageEnd();
          return output.finish();
        };
        const limits = { messageBytes: 10_000, stringBytes: 1024, elements: 1, depth: 4 };
        const attach = async (): Promise<never> => expect.fail("nobody attaches here");
        for (const name of [CallbackMethod.name, `BookShop:${CallbackMethod.name}`])
          expect(await process(callback(name), isOpen, { limits, system: { receiveCallback, attach } })).to.include({ kind: "reply" }); // prettier-ignore
        expect(received).to.equal(10_000);
      });

      it("refuses a reply", async () => {
        const error = exceptionIn(protocol, await process(callBody(protocol, "is_open", () => {}, MessageType.REPLY)));
        expect(error.type).to.equal(2);
      });

      it("answers a oneway call with nothing", async () => {
        const execute: Execute = (call) => Promise.resolve(recordValue(call.method, undefined));
        const reply = await process(
          callBody(protocol, "viewed", () => {}, MessageType.ONEWAY),
          execute,
        );
        expect(reply).to.include({ kind: "reply" });
        expect(reply.kind === "reply" && reply.body.length).to.equal(0);
      });

      it("calls it unavailable when the infrastructure fails, and an answer when anything else does", async () => {
        const failing = (error: Error): Promise<Reply> =>
          process(callBody(protocol, "is_open"), () => Promise.reject(error));
        const unavailable = await failing(new DeliveryError("gone", { outcome: "unknown", retryable: true }));
        expect(unavailable).to.include({
          kind: "unavailable",
          reason: "gone. Whether the call was executed is unknown.",
        });
        expect(exceptionIn(protocol, unavailable).message).to.include("gone");
        const final = await failing(new Error("diverged"));
        expect(final.kind).to.equal("reply");
        expect(exceptionIn(protocol, final).message).to.include("diverged");
      });
    });
  }

  it("shows the first bytes of what is no Thrift message, and executes nothing", async () => {
    let executed = 0;
    const execute: Execute = (call) => {
      executed++;
      return isOpen(call);
    };
    for (const text of ["hello", "", "{}", "[2,1]", "\u0080"]) {
      const reply = await process(Buffer.from(text, "latin1"), execute);
      expect(reply.kind, text).to.equal("unreadable");
      expect(reply.kind === "unreadable" && reply.reason).to.include("BookShop takes a Thrift message");
    }
    expect(executed).to.equal(0);
  });

  /** What is executed of a call with these strings in its envelope, by field ID; without one if absent. */
  async function callOf(fields?: Readonly<Record<number, string>>): Promise<Call> {
    let executed: Call | undefined;
    const body = callBody(binary, "is_open", (output) => {
      if (fields === undefined) return;
      output.writeTag(tagOf(TType.STRUCT, 32767));
      output.writeStructBegin(fieldsOf("Envelope", []));
      for (const [id, value] of Object.entries(fields)) {
        output.writeTag(tagOf(TType.STRING, Number(id)));
        output.writeString(value);
      }
      output.writeStructEnd();
    });
    await process(body, (call) => {
      executed = call;
      return isOpen(call);
    });
    if (executed === undefined) throw new Error("nothing was executed");
    return executed;
  }

  it("gives a call without an ID a root invocation of its own, and does not have it come again", async () => {
    // What a client in C++ sends that has set nothing in the envelope.
    const calls = await Promise.all([callOf(), callOf(), callOf({}), callOf({ 1: "", 2: "" })]);
    for (const { envelope, mayPark } of calls) {
      expect(envelope).to.deep.equal({ id: envelope.id, root: envelope.id, expiry: 0n, attempt: 1 });
      expect(mayPark).to.equal(false);
    }
    expect(new Set(calls.map(({ envelope }) => envelope.id)).size).to.equal(calls.length);
  });

  it("asks for no more than an ID", async () => {
    for (const fields of [{ 1: "mine" }, { 1: "mine", 2: "" }])
      expect(await callOf(fields)).to.deep.include({
        envelope: { id: "mine", root: "mine", expiry: 0n, attempt: 1 },
        mayPark: true,
      });
    expect((await callOf({ 1: "mine", 2: "another's" })).envelope).to.include({ id: "mine", root: "another's" });
  });
});

describe("a reply", () => {
  const method = BookShop.methods.get("is_open");
  if (method === undefined) throw new Error("BookShop has no is_open");

  function reply(name: string, type: MessageType, write: (output: ReturnType<Protocol["writer"]>) => void): Uint8Array {
    return callBody(binary, name, write, type);
  }

  it("to another method is not believed", () => {
    const other = reply("is_closed", MessageType.REPLY, () => {});
    expect(() => decodeReply(method, other)).to.throw("The reply is to is_closed, the call was to is_open");
  });

  it("without a result is an error that says so", () => {
    const empty = reply("is_open", MessageType.REPLY, () => {});
    expect(() => decodeReply(method, empty))
      .to.throw(ApplicationException, "is_open failed: unknown result")
      .with.property("type", 5);
  });

  it("that is a call is not believed", () => {
    const call = reply("is_open", MessageType.CALL, () => {});
    expect(() => decodeReply(method, call)).to.throw("is a call, not a reply");
  });
});

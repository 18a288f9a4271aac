/** A body in, a reply out: everything that can be wrong with a call gets one clear message, in the call's protocol. */

import { expect } from "chai";
import { DeliveryError } from "../../../runtime/client/transport.js";
import type { Call } from "../../../runtime/invocation/call.js";
import { ApplicationException, ApplicationExceptionCodec } from "../../../runtime/protocol/application-exception.js";
import { MessageType, type Protocol, TType } from "../../../runtime/protocol/protocol.js";
import { binary } from "../../../runtime/protocol/binary.js";
import { PROTOCOLS } from "../protocol/protocols.js";
import type { Reply } from "../../../runtime/service/exchange.js";
import { decodeReply, recordValue } from "../../../runtime/service/messages.js";
import { createProcessor } from "../../../runtime/service/processor.js";
import type { RecordedResult } from "../../../runtime/store/store.js";
import { BookShop, type BookShopHandler } from "../../golden/bookshop/gen/bookshop/book-shop.js";

type Execute = (call: Call<BookShopHandler>) => Promise<RecordedResult>;

const isOpen: Execute = (call) => Promise.resolve(recordValue(call.method, true));

/** A call of one of the shop's methods; `write` writes the fields of its args. */
function callBody(
  protocol: Protocol,
  name: string,
  write: (output: ReturnType<Protocol["writer"]>) => void = () => {},
  type: MessageType = MessageType.CALL,
): Uint8Array {
  const output = protocol.writer();
  output.writeMessageBegin(name, type, 7);
  output.writeStructBegin(`${name}_args`);
  write(output);
  output.writeStructEnd();
  output.writeMessageEnd();
  return output.finish();
}

let ids = 0;

async function process(body: Uint8Array, execute: Execute = isOpen): Promise<Reply> {
  const refuse = async (): Promise<never> => {
    throw new Error("no method of the runtime is called here");
  };
  return createProcessor(BookShop, {
    execute,
    newId: () => `new ${++ids}`,
    system: { receiveCallback: refuse, attach: refuse },
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
  for (const protocol of PROTOCOLS) {
    describe(`in ${protocol.name}`, () => {
      it("answers in kind, with the call's sequence ID", async () => {
        const reply = await process(callBody(protocol, "is_open"));
        if (reply.kind !== "reply") throw new Error(reply.reason);
        const input = protocol.reader(reply.body);
        expect(input.readMessageBegin()).to.deep.include({ name: "is_open", type: MessageType.REPLY, seqid: 7 });
        input.readStructBegin();
        expect(input.readFieldBegin()).to.equal(true);
        expect(input.fieldId).to.equal(0);
        expect(input.readBool()).to.equal(true);
      });

      it("says which methods there are, parents' included, when the one called is none of them", async () => {
        const error = exceptionIn(protocol, await process(callBody(protocol, "close")));
        expect(error.type).to.equal(1);
        expect(error.message).to.include("BookShop has no method close; it has balance, pay, search");
      });

      it("names the field that has another type than the IDL says", async () => {
        const body = callBody(protocol, "how_paid", (output) => {
          output.writeFieldBegin("number", TType.I32, 1);
          output.writeI32(5);
          output.writeFieldEnd();
        });
        const error = exceptionIn(protocol, await process(body));
        expect(error.type).to.equal(7);
        expect(error.message).to.match(/BookShop\.how_paid.*number.*i32.*i64/);
      });

      it("says so when the message ends too early or too late", async () => {
        const body = callBody(protocol, "how_paid", (output) => {
          output.writeFieldBegin("number", TType.I64, 1);
          output.writeI64(5n);
          output.writeFieldEnd();
        });
        const short = await process(body.subarray(0, body.length - 4));
        if (short.kind === "reply") expect(exceptionIn(protocol, short).type).to.equal(7);
        else expect(short.kind).to.equal("unreadable");
        const long = await process(Buffer.concat([body, Buffer.from("!!")]));
        expect(exceptionIn(protocol, long).message).to.match(/how_paid.*2 (bytes|characters)/);
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

  it("gives a plain client's call a root invocation of its own", async () => {
    const envelopes: Call["envelope"][] = [];
    const execute: Execute = (call) => {
      envelopes.push(call.envelope);
      return isOpen(call);
    };
    await process(callBody(binary, "is_open"), execute);
    await process(callBody(binary, "is_open"), execute);
    for (const envelope of envelopes) {
      expect(envelope.root).to.equal(envelope.id);
      expect(envelope).not.to.have.property("caller");
    }
    expect(envelopes[0]?.id).not.to.equal(envelopes[1]?.id);
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

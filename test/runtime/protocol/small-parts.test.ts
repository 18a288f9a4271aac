/** NOTHING, onlyField, required and ApplicationException. */

import { expect } from "chai";
import { ApplicationException, ApplicationExceptionCodec, ApplicationExceptionType } from "../../../runtime/protocol/application-exception.js"; // prettier-ignore
import { required } from "../../../runtime/protocol/fields.js";
import { NOTHING } from "../../../runtime/protocol/nothing.js";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";
import { binary } from "../../../runtime/protocol/binary.js";
import { PROTOCOLS } from "./protocols.js";
import { onlyField } from "../../../runtime/protocol/union.js";
import { ArgsCodec } from "./messages.js";

describe("NOTHING", () => {
  it("gives a codec the zero value of its struct, however often", () => {
    const zero = { req_id: 0n, text: "", scores: [], carrier: new Map() };
    expect(ArgsCodec.read(NOTHING)).to.deep.equal(zero);
    expect(ArgsCodec.read(NOTHING)).to.deep.equal(zero);
  });

  it("has no values", () => {
    expect(() => NOTHING.readString()).to.throw(ProtocolError, "no fields");
  });
});

describe("onlyField and required", () => {
  it("return a value, or name what has none", () => {
    expect(onlyField(0, "Payload")).to.equal(0);
    expect(() => onlyField(undefined, "Payload")).to.throw(ProtocolError, "The union Payload has no field set");
    expect(required("", "Post.id")).to.equal("");
    expect(() => required(undefined, "Post.id")).to.throw(ProtocolError, "Post.id is missing");
  });
});

describe("ApplicationException", () => {
  const golden = {
    binary: Buffer.from("0b000100000002" + "6e6f" + "08000200000001" + "00", "hex"),
    compact: Buffer.from("18026e6f" + "1502" + "00", "hex"),
    json: Buffer.from('{"1":{"str":"no"},"2":{"i32":1}}'),
  };
  for (const protocol of PROTOCOLS)
    it(`is written and read in the ${protocol.name} protocol as Apache's`, () => {
      const output = protocol.writer();
      ApplicationExceptionCodec.write(output, new ApplicationException(ApplicationExceptionType.UNKNOWN_METHOD, "no"));
      const written = Buffer.from(output.finish());
      expect(written).to.deep.equal(golden[protocol.name]);
      const exception = ApplicationExceptionCodec.read(protocol.reader(written));
      expect(exception).to.be.instanceOf(ApplicationException).and.to.be.instanceOf(Error);
      expect(exception).to.include({
        name: "ApplicationException",
        type: ApplicationExceptionType.UNKNOWN_METHOD,
        message: "no",
      });
    });

  it("has a type and a message when the peer sent none", () => {
    const exception = ApplicationExceptionCodec.read(NOTHING);
    expect(exception).to.include({ type: ApplicationExceptionType.UNKNOWN, message: "The peer gave no reason" });
  });

  it("keeps a type this list does not have", () => {
    const exception = ApplicationExceptionCodec.read(binary.reader(Buffer.from("080002000003e700", "hex")));
    expect(exception.type).to.equal(999);
  });
});

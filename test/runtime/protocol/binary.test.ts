/** The bytes of the binary protocol, as its specification has them, and what is refused. */

import { expect } from "chai";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";
import { MessageType, type ProtocolReader, TType } from "../../../runtime/protocol/protocol.js";
import { binary, oldBinary } from "../../../runtime/protocol/binary.js";
import { typeOf } from "../../../runtime/protocol/tag.js";
import { decodeCall, encodeCall } from "./messages.js";

/** Hex with spaces and line ends for people. */
function bytes(hex: string): Uint8Array {
  return Buffer.from(hex.replaceAll(/\s/g, ""), "hex");
}

const ARGS = { req_id: -2n, text: "aé", scores: [1.5], carrier: new Map([["k", ""]]) };
const STRUCT = `
  0a 0001 fffffffffffffffe
  0b 0002 00000003 61c3a9
  0f 0003 04 00000001 3ff8000000000000
  0d 0004 0b0b 00000001 00000001 6b 00000000
  00`;
const STRICT = `80010001 00000002 446f 00000001 ${STRUCT}`;
const OLD = `00000002 446f 01 00000001 ${STRUCT}`;

describe("binary messages", () => {
  it("are written with a strict or an old header", () => {
    expect(Buffer.from(encodeCall(binary, ARGS))).to.deep.equal(bytes(STRICT));
    expect(Buffer.from(encodeCall(oldBinary, ARGS))).to.deep.equal(bytes(OLD));
  });

  it("are read with a strict and with an old header, whichever is written", () => {
    for (const protocol of [binary, oldBinary])
      for (const message of [STRICT, OLD]) expect(decodeCall(protocol, bytes(message))).to.deep.equal(ARGS);
  });

  it("say how many bytes remain, so that a body can be cut out behind the header", () => {
    const input = binary.reader(bytes(STRICT));
    input.readMessageBegin();
    expect(input.remaining).to.equal(bytes(STRUCT).length);
  });

  it("hold a uuid as its 16 bytes", () => {
    const output = binary.writer();
    output.writeUuid("00112233-4455-6677-8899-AABBccddeeff");
    const written = output.finish();
    expect(Buffer.from(written)).to.deep.equal(bytes("00112233445566778899aabbccddeeff"));
    expect(binary.reader(written).readUuid()).to.equal("00112233-4455-6677-8899-aabbccddeeff");
  });
});

describe("the binary reader", () => {
  const header = (input: ProtocolReader) => input.readMessageBegin();
  const field = (input: ProtocolReader) => input.skip(typeOf(input.readTag(0)));
  const list = (input: ProtocolReader) => input.readListBegin();
  const map = (input: ProtocolReader) => input.readMapBegin();
  const text = (input: ProtocolReader) => input.readString();

  const refused: readonly [what: string, hex: string, (input: ProtocolReader) => unknown, message: string][] = [
    ["another version", "80020001 00000000 00000000", header, "it begins with 0x80020001"],
    ["text", "ffffffff", header, "Not a Thrift message"],
    ["message type 0", "80010000 00000000 00000000", header, "0 is not a message type"],
    ["message type 5 behind an old header", "00000001 61 05 00000000", header, "5 is not a message type"],
    ["a name longer than the message", "80010001 7fffffff 61", header, "2147483647 bytes were wanted, 1 were left"],
    ["an HTML page", Buffer.from("<html>").toString("hex"), header, "1013478509 bytes were wanted, 2 were left"],
    ["a field of type 1", "01 0001", field, "1 is not a wire type"],
    ["a field of type 17", "11 0001", field, "17 is not a wire type"],
    ["a string of negative length", "ffffffff", text, "has the length -1; it may have 0 to 2147483647 bytes"],
    ["a list of negative size", "08 ffffffff", list, "negative size -1"],
    ["a list of unknown type", "07 00000001 00", list, "7 is not a wire type"],
    ["a list of stops", "00 7fffffff", list, "0 is not a wire type"],
    ["2^31-1 bools", "02 7fffffff 0101", list, "2147483647 elements of at least 1 bytes, but only 2 bytes are left"],
    ["three i64 in 23 bytes", `0a 00000003 ${"00".repeat(23)}`, list, "at least 8 bytes, but only 23 bytes are left"],
    ["2^31-1 empty structs", "0c 7fffffff 00", list, "but only 1 bytes are left"],
    ["a map of negative size", "0808 80000000", map, "negative size"],
    [
      "a map larger than its bytes",
      `0b0a 00000002 ${"00".repeat(23)}`,
      map,
      "at least 12 bytes, but only 23 bytes are left",
    ],
  ];
  for (const [what, hex, read, message] of refused)
    it(`refuses ${what}`, () => {
      expect(() => read(binary.reader(bytes(hex)))).to.throw(ProtocolError, message);
    });

  it("takes an empty container of any type, also of none", () => {
    expect(list(binary.reader(bytes("00 00000000")))).to.deep.equal({ elementType: TType.STOP, size: 0 });
    expect(map(binary.reader(bytes("0063 00000000")))).to.include({ size: 0 });
  });

  it("takes any byte but 0 for true, as other languages do", () => {
    const input = binary.reader(bytes("00 01 02 ff"));
    expect([input.readBool(), input.readBool(), input.readBool(), input.readBool()]).to.deep.equal([
      false,
      true,
      true,
      true,
    ]);
  });

  it("knows the types of messages", () => {
    for (const type of Object.values(MessageType)) {
      const output = binary.writer();
      output.writeMessageBegin("m", type, -1);
      expect(binary.reader(output.finish()).readMessageBegin()).to.deep.equal({ name: "m", type, seqid: -1 });
    }
  });
});

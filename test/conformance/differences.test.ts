/** What docs/conformance.md names as different: each of these fails when it is so no longer, and the sentence can go. */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { binary, oldBinary } from "../../runtime/protocol/binary.js";
import { compact } from "../../runtime/protocol/compact.js";
import { readMap, writeMap } from "../../runtime/protocol/containers.js";
import { json } from "../../runtime/protocol/json.js";
import {
  MessageType,
  type Protocol,
  type ProtocolReader,
  type ProtocolWriter,
  TType,
} from "../../runtime/protocol/protocol.js";
import { PACKAGE } from "../support/imports.js";
import { PythonCodec } from "./python-codec.js";
import { PythonPeer } from "./python-peer.js";
import { tagOf } from "../../runtime/protocol/tag.js";
import { fieldsOf } from "../../runtime/protocol/fields.js";

describe("what differs", () => {
  let python: PythonPeer;
  let codec: PythonCodec;

  before(() => {
    python = new PythonPeer().generate(join(PACKAGE, "test/conformance/differences.thrift"));
    codec = new PythonCodec(python);
  });

  after(async () => {
    await codec?.close();
    python?.remove();
  });

  /** A struct with one field, as hex. */
  function field(protocol: Protocol, id: number, type: TType, write: (output: ProtocolWriter) => void): string {
    const output = protocol.writer();
    output.writeStructBegin(fieldsOf("Some", []));
    output.writeTag(tagOf(type, id));
    write(output);
    output.writeStructEnd();
    return Buffer.from(output.finish()).toString("hex");
  }

  const ask = { module: "differences", struct: "Some" };

  it("Python itself, without its library in C, skips no unknown binary that is not UTF-8", async () => {
    for (const protocol of [binary, compact]) {
      const bytes = field(protocol, 3, TType.STRING, (output) => output.writeBinary(Uint8Array.of(0x80)));
      const asked = codec.ask({ ...ask, struct: "Nothing", protocol: protocol.name, value: {}, bytes });
      const error = await asked.then(String, String);
      expect(error).to.include("UnicodeDecodeError");
    }
  });

  it("Python takes the name in an old header for bytes, which no processor finds", () => {
    const output = oldBinary.writer();
    output.writeMessageBegin("m", MessageType.CALL, 1);
    const read = `import sys; from thrift.protocol.TBinaryProtocol import TBinaryProtocol; from thrift.transport.TTransport import *
print(TBinaryProtocol(TMemoryBuffer(bytes.fromhex("${Buffer.from(output.finish()).toString("hex")}"))).readMessageBegin())`;
    const { stdout, stderr } = spawnSync("/usr/bin/python3", ["-c", read], { encoding: "utf8" });
    expect(stdout, stderr).to.equal("(b'm', 1, 1)\n");
  });

  it("Python leaves control characters in a JSON string as they are; we escape them", async () => {
    const bytes = field(json, 1, TType.STRING, (output) => output.writeString("\x01"));
    const { written, again } = await codec.ask({ ...ask, protocol: "json", value: { text: "\x01" }, bytes });
    expect(Buffer.from(bytes, "hex").toString()).to.equal(String.raw`{"1":{"str":"\u0001"}}`);
    expect(Buffer.from(written, "hex").toString()).to.equal('{"1":{"str":"\x01"}}');
    expect(again).to.equal(written);
  });

  it("Python writes 17 digits of a double in JSON; we write as many as tell it from others", async () => {
    const bytes = field(json, 2, TType.DOUBLE, (output) => output.writeDouble(0.1));
    const { written, again } = await codec.ask({ ...ask, protocol: "json", value: { number: 0.1 }, bytes });
    expect(Buffer.from(bytes, "hex").toString()).to.equal('{"2":{"dbl":0.1}}');
    expect(Buffer.from(written, "hex").toString()).to.equal('{"2":{"dbl":0.10000000000000001}}');
    expect(again).to.equal(written);
  });

  it("we take -0 for 0 in a set and as a map's key, as JavaScript's sets and maps do", () => {
    const output = binary.writer();
    const key = (to: ProtocolWriter, value: number): void => to.writeDouble(value);
    writeMap(output, TType.DOUBLE, TType.DOUBLE, new Map([[0, -0]]), key, key);
    const bytes = Buffer.from(output.finish());
    bytes[6] = 0x80;
    const number = (input: ProtocolReader): number => input.readDouble();
    const read = readMap(binary.reader(bytes), TType.DOUBLE, TType.DOUBLE, number, number);
    expect([...read].flat().map((value) => Object.is(value, -0))).to.deep.equal([false, true]);
  });
});

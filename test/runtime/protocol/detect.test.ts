import { expect } from "chai";
import { detectProtocol } from "../../../runtime/protocol/detect.js";
import { binary, oldBinary } from "../../../runtime/protocol/binary.js";
import { compact } from "../../../runtime/protocol/compact.js";
import { json } from "../../../runtime/protocol/json.js";

describe("detectProtocol", () => {
  it("knows binary messages by a strict or an old header", async () => {
    expect(await detectProtocol(Uint8Array.of(0x80, 1, 0, 1))).to.equal(binary);
    expect(await detectProtocol(Uint8Array.of(0, 0, 0, 3))).to.equal(oldBinary);
  });

  it("knows compact messages by their first byte", async () => {
    expect(await detectProtocol(Uint8Array.of(0x82, 0x21))).to.equal(compact);
  });

  it("knows JSON by its opening bracket, whitespace before it or not", async () => {
    expect(await detectProtocol(Buffer.from("[1,"))).to.equal(json);
    expect(await detectProtocol(Buffer.from(" \r\n\t[1,"))).to.equal(json);
  });

  it("knows nothing else", async () => {
    for (const body of ["", " ", "<html>", '{"a":1}', "\x81!", "\x83!", "null"])
      expect(await detectProtocol(Buffer.from(body, "latin1")), JSON.stringify(body)).to.equal(undefined);
  });
});

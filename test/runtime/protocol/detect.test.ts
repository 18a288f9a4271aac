import { expect } from "chai";
import { detectProtocol } from "../../../runtime/protocol/detect.js";
import { binary, json } from "../../../runtime/protocol/protocols.js";

describe("detectProtocol", () => {
  it("knows binary messages by a strict or an old header", () => {
    expect(detectProtocol(Uint8Array.of(0x80, 1, 0, 1))).to.equal(binary);
    expect(detectProtocol(Uint8Array.of(0, 0, 0, 3))).to.equal(binary);
  });

  it("knows JSON by its opening bracket, whitespace before it or not", () => {
    expect(detectProtocol(Buffer.from("[1,"))).to.equal(json);
    expect(detectProtocol(Buffer.from(" \r\n\t[1,"))).to.equal(json);
  });

  it("knows nothing else", () => {
    for (const body of ["", " ", "<html>", '{"a":1}', "\x82!", "null"])
      expect(detectProtocol(Buffer.from(body, "latin1")), JSON.stringify(body)).to.equal(undefined);
  });
});

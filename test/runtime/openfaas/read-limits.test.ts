import { expect } from "chai";
import { readLimits } from "../../../runtime/openfaas/read-limits.js";
import { DEFAULT_LIMITS } from "../../../runtime/protocol/limits.js";

describe("the limits of a function's calls", () => {
  it("are on without any setting", () => {
    expect(readLimits({})).to.deep.equal(DEFAULT_LIMITS);
    expect(DEFAULT_LIMITS).to.deep.equal({
      messageBytes: 16777216,
      stringBytes: 16777216,
      elements: 1048576,
      depth: 64,
    });
  });

  it("are set one by one; a string may be as long as a message unless it has a limit of its own", () => {
    expect(readLimits({ THRIFT_FAAS_MAX_MESSAGE_BYTES: "2048" })).to.include({ messageBytes: 2048, stringBytes: 2048 });
    expect(readLimits({ THRIFT_FAAS_MAX_STRING_BYTES: "1024" })).to.include({
      messageBytes: 16777216,
      stringBytes: 1024,
    });
    expect(readLimits({ THRIFT_FAAS_MAX_ELEMENTS: "1" }).elements).to.equal(1);
    expect(readLimits({ THRIFT_FAAS_MAX_DEPTH: "4" }).depth).to.equal(4);
  });

  const refused: readonly [name: string, values: readonly string[], range: string][] = [
    ["THRIFT_FAAS_MAX_MESSAGE_BYTES", ["", "0", "1023", "268435457", "16MB", "1e6", "-1"], "1024 to 268435456"],
    ["THRIFT_FAAS_MAX_STRING_BYTES", ["", "1023", "268435457"], "1024 to 268435456"],
    ["THRIFT_FAAS_MAX_ELEMENTS", ["", "0", "1.5", "many"], "1 to 268435456"],
    ["THRIFT_FAAS_MAX_DEPTH", ["", "3", "65"], "4 to 64"],
  ];
  for (const [name, values, range] of refused)
    it(`refuse a ${name} that makes no sense`, () => {
      for (const value of values)
        expect(() => readLimits({ [name]: value })).to.throw(`${name} is "${value}"; it is a whole number from ${range}, or left out`); // prettier-ignore
    });
});

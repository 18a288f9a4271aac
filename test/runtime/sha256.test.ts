/** The hashes that are made without node:crypto are those that node:crypto makes. */

import { createHash, createHmac } from "node:crypto";
import { expect } from "chai";
import { randomBytes } from "../../runtime/random-bytes.js";
import { areEqualSecrets, hmacSha256, sha256, sha256Hex } from "../../runtime/sha256.js";

const LENGTHS = [0, 1, 55, 56, 63, 64, 65, 1000, 65_535, 65_536, 200_000];

describe("sha256", () => {
  for (const length of LENGTHS)
    it(`hashes ${length} bytes as node:crypto does`, () => {
      const bytes = randomBytes(length);
      expect(sha256(bytes)).to.deep.equal(createHash("sha256").update(bytes).digest());
      expect(sha256Hex(bytes)).to.equal(createHash("sha256").update(bytes).digest("hex"));
      const key = randomBytes(32);
      expect(Buffer.from(hmacSha256(key, bytes))).to.deep.equal(createHmac("sha256", key).update(bytes).digest());
    });

  it("tells equal secrets from others", () => {
    const secret = Buffer.from("a secret");
    expect(areEqualSecrets(secret, Buffer.from("a secret"))).to.equal(true);
    for (const other of ["b secret", "a secreT", "a secre", "a secrets", ""])
      expect(areEqualSecrets(secret, Buffer.from(other)), other).to.equal(false);
  });
});

describe("random bytes", () => {
  it("are as many as asked for, and never the same", () => {
    const found = Array.from({ length: 1000 }, () => randomBytes(16).toString("hex"));
    expect(new Set(found).size).to.equal(1000);
    expect(found.every((hex) => /^[0-9a-f]{32}$/.test(hex))).to.equal(true);
  });
});

/** Every method of Apache's cross-test, in every direction, transport and protocol; what comes of it is what docs/conformance.md says. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { PACKAGE } from "../support/imports.js";
import { type Cell, CELLS, runCell, tableOf, type Verdict } from "./matrix.js";
import { PythonPeer } from "./python-peer.js";

describe("Apache's cross-test", function () {
  this.timeout(120_000);

  const verdicts = new Map<Cell, Verdict>();
  let python: PythonPeer;

  before(() => {
    python = new PythonPeer().generate(join(PACKAGE, "test/conformance/cross_test.thrift"));
  });

  after(() => python?.remove());

  for (const cell of CELLS)
    it(`${cell.transport}, ${cell.protocol}: ${cell.direction}`, async () => {
      const verdict = await runCell(cell, python);
      verdicts.set(cell, verdict);
      expect(verdict.failures).to.deep.equal([]);
    });

  it("docs/conformance.md has the table of what came of it; if this fails, put the one below there", () => {
    expect(verdicts.size).to.equal(CELLS.length);
    expect(readFileSync(join(PACKAGE, "docs/conformance.md"), "utf8")).to.include(tableOf(verdicts));
  });
});

/** The mutants themselves take minutes (`npm run mutants`); that they still fit the code is known at once. */

import { expect } from "chai";
import { fileURLToPath } from "node:url";
import { countOccurrences } from "./apply.js";
import { MUTANTS } from "./mutants.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

describe("mutants", () => {
  it("break every rule of the protocol, each under a name of its own", () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).to.equal(MUTANTS.length);
    expect([...new Set(MUTANTS.map(({ rule }) => rule))].toSorted()).to.deep.equal(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((rule) => `E${rule}`),
    );
  });

  for (const mutant of MUTANTS)
    it(`${mutant.name}: what it replaces is there exactly once`, () => {
      expect(countOccurrences(root, mutant)).to.equal(1);
      expect(mutant.replace).not.to.equal(mutant.find);
    });
});

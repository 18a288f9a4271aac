import { readFileSync } from "node:fs";
import { expect } from "chai";
import { analyseText } from "../marked.js";
import { EXAMPLES } from "./examples.js";
import { PAGE, page } from "./page.js";

describe("the page of all diagnostics", () => {
  it("is up to date (npm run diagnostics)", () => {
    expect(readFileSync(PAGE, "utf8")).to.equal(page());
  });

  for (const [code, example] of Object.entries(EXAMPLES)) {
    if (example === undefined) continue;
    it(`has an example of ${code}, and of nothing else`, () => {
      const { diagnostics } = analyseText(example);
      expect([...new Set(diagnostics.map((diagnostic) => diagnostic.code))]).to.deep.equal([code]);
    });
  }
});

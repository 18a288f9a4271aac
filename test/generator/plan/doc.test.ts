import { expect } from "chai";
import { brackets } from "../../../generator/plan/brackets.js";
import { docComment, docOf, joinDocs } from "../../../generator/plan/doc.js";

describe("docComment", () => {
  it("stands on one line when it can", () => {
    expect(docComment(" One. ", "  ")).to.equal("  /** One. */\n");
    expect(docComment("One.\n\nTwo.  ", "  ")).to.equal("  /**\n   * One.\n   *\n   * Two.\n   */\n");
  });

  it("is nothing when there is nothing to say", () => {
    expect([docComment(undefined), docComment(" \n ")]).to.deep.equal(["", ""]);
    expect([joinDocs(undefined, "B"), joinDocs("A\n", "B")]).to.deep.equal(["B", "A\n\nB"]);
  });

  it("says what is deprecated, and why", () => {
    const annotated = (value: string) =>
      docOf({ doc: "One.", annotations: new Map([["deprecated", { value, span: { file: "", start: 0, end: 0 } }]]) });
    expect(annotated("use Two */")).to.equal("/**\n * One.\n *\n * @deprecated use Two *\\/\n */\n");
    expect(annotated("1")).to.include(" * @deprecated\n");
    expect(docOf({ annotations: new Map() })).to.equal("");
  });

  it("cannot be ended from within", () => {
    expect(docComment("a */ b **/ c")).to.equal("/** a *\\/ b **\\/ c */\n");
  });
});

describe("brackets", () => {
  it("breaks what does not fit on a line, and what holds a broken part", () => {
    const long = "x".repeat(60);
    expect(brackets("{ ", ["a", "b"], " }")).to.equal("{ a, b }");
    expect(brackets("{ ", [], " }")).to.equal("{}");
    expect(brackets("[", [long, long], "]")).to.equal(`[\n  ${long},\n  ${long},\n]`);
    expect(brackets("[", ["[\n  1,\n]"], "]")).to.equal("[\n  [\n    1,\n  ],\n]");
  });
});

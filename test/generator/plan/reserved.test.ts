import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { RUNTIME_EXPORTS } from "../../../generator/plan/reserved.js";
import * as v1 from "../../../runtime/codegen/v1.js";
import { PACKAGE } from "../../support/imports.js";

/** The generator may not import the runtime, so the two lists are compared here. */
describe("the names that generated code imports", () => {
  it("are exported by runtime/codegen/v1.ts, values as values", () => {
    const files = ["v1", "service", "codecs"].map((name) => join(PACKAGE, `runtime/codegen/${name}.ts`));
    const source = new Set(files.flatMap((file) => readFileSync(file, "utf8").match(/[\w$]+/g)));
    for (const [name, kind] of Object.entries(RUNTIME_EXPORTS)) {
      expect(source.has(name), name).to.equal(true);
      expect(name in v1, name).to.equal(kind === "value");
    }
  });

  it("are all the values that it exports", () => {
    expect(Object.keys(v1).filter((name) => !(name in RUNTIME_EXPORTS))).to.deep.equal([]);
  });
});

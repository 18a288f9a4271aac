/** The committed output for the examples is what the generator makes now. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { generate } from "../../generator/generate.js";
import type { I64 } from "../../generator/model.js";
import { PACKAGE } from "../support/imports.js";

/** By the folder of what is generated from them. */
const EXAMPLES: Readonly<
  Record<string, { readonly files: readonly string[]; readonly templates?: string; readonly i64?: I64 }>
> = {
  social_network: { files: ["idl-examples/social_network.thrift"] },
  bookshop: { files: ["idl-examples/bookshop.thrift"], templates: "templates/markdown" },
  cross_test: { files: ["test/conformance/cross_test.thrift", "test/conformance/uuid_test.thrift"] },
  keys: { files: ["test/generator/keys.thrift"] },
  numbers: { files: ["test/generator/numbers.thrift"], i64: "number" },
};

/** Path -> text of every file in a folder. */
function readFolder(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length), readFileSync(path, "utf8")]));
}

/** `any`, casts through `unknown`, suppressions, absolute paths, untidy white space. */
const WRONG = /[:<,(] *any\b|as any|as unknown|@ts-|eslint|oxlint|["' ]\/\w|\t| \n|\n\n\n|\n\n$/;

describe("goldens", () => {
  let out: string;

  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), "thrift-faas-golden-"));
  });

  afterEach(() => rmSync(out, { recursive: true }));

  for (const [example, { files, templates, i64 = "bigint" }] of Object.entries(EXAMPLES))
    it(`${example}: run \`npm run build; npm run golden\` and look at the difference when this fails`, async () => {
      const idl = files.map((file) => join(PACKAGE, file));
      const { diagnostics } = await generate(idl, {
        out,
        includePath: [],
        dryRun: false,
        templates: templates === undefined ? undefined : join(PACKAGE, templates),
        i64,
      });
      expect(diagnostics).to.deep.equal([]);
      expect(readFolder(out)).to.deep.equal(readFolder(join(PACKAGE, "test/golden", example, "gen")));
    });

  it("hold nothing that a careful person would not write", () => {
    const files = Object.entries(readFolder(join(PACKAGE, "test/golden"))).filter(([path]) =>
      /\.(?:ts|md)$/.test(path),
    );
    expect(files.length).to.be.greaterThan(30);
    for (const [path, text] of files) expect(text, path).not.to.match(WRONG);
  });
});

/** docs/generated-code.md says what is so: its IDLs are generated, compiled, run, and its tables looked up. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { propertyName } from "../../generator/plan/names.js";
import * as reserved from "../../generator/plan/reserved.js";
import { analyseText } from "../generator/diagnostics/marked.js";
import { renderedFile } from "../generator/render-text.js";
import { PACKAGE } from "../support/imports.js";
import { Project } from "../support/project.js";

const PAGE = readFileSync(join(PACKAGE, "docs/generated-code.md"), "utf8");

/** A fenced block, which says in its first line what file it is, or is a part of. */
interface Block {
  readonly name: string;
  readonly text: string;
}

function blocks(language: string): readonly Block[] {
  return [...PAGE.matchAll(/^```(\w+)\n\/\/ (.+)\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , name = "", text = ""]) => ({ name, text }));
}

/** What stands behind a heading, up to the next one. */
function section(heading: string): string {
  const [, behind] = PAGE.split(`\n## ${heading}\n`);
  if (behind === undefined) throw new Error(`there is no section ${heading}`);
  return behind.split(/\n##+ /)[0] ?? "";
}

/** The code in each cell of the table whose first cell of a row matches. */
function row(heading: string, first: string): readonly string[] {
  const line = section(heading)
    .split("\n")
    .find((each) => each.startsWith(`| ${first} |`));
  if (line === undefined) throw new Error(`${heading} has no row ${first}`);
  return [...line.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

const isExcerpt = ({ name }: Block): boolean => name.startsWith("gen/");

describe("docs/generated-code.md", () => {
  let project: Project;

  before(() => {
    project = new Project();
    project.write("console.d.ts", "declare const console: { log(...values: unknown[]): void };");
    for (const { name, text } of blocks("thrift")) project.write(name, text);
    for (const { name, text } of blocks("ts").filter((block) => !isExcerpt(block))) project.write(name, text);
  });

  after(() => project.remove());

  it("shows what is generated, and code that compiles and prints what it says", async function () {
    this.timeout(120_000);
    const files = blocks("thrift").map(({ name }) => name);
    expect(files).to.have.length.greaterThan(6);
    expect(await project.thriftFaas("gen", ...files)).to.deep.include({ status: 0, stderr: "" });
    for (const { name, text } of blocks("ts").filter(isExcerpt)) expect(project.read(name), name).to.include(text);
    expect(await project.tsc()).to.deep.equal({ status: 0, stdout: "", stderr: "" });
    const programs = blocks("ts").filter((block) => !isExcerpt(block));
    expect(programs).to.have.length.greaterThan(2);
    for (const { name, text } of programs) {
      const promised = [...text.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, printed]) => `${printed}\n`);
      expect(promised, name).not.to.deep.equal([]);
      const ran = await project.run(process.execPath, `out/${name.replace(".ts", ".js")}`);
      expect(ran, name).to.deep.equal({ status: 0, stdout: promised.join(""), stderr: "" });
    }
  });

  it("has the type of each type", async () => {
    const rows = [...section("Types").matchAll(/^\| `(.+)` \| `(.+)` \|$/gm)];
    expect(rows.length).to.equal(14);
    const fields = rows.map(([, thrift], index) => `${index + 1}: ${thrift} f${index + 1}`);
    const types = await renderedFile(
      `typedef string T typedef string K typedef string V struct S { ${fields.join(", ")} }`,
      "main/types.ts",
    );
    for (const [index, [, , type]] of rows.entries()) expect(types).to.include(`  readonly f${index + 1}: ${type};`);
  });

  it("has all that is to be known of requiredness and defaults", async () => {
    const rows = [...PAGE.matchAll(/^\| `([^`]*T a[^`]*)` \| `(a\??: T)` \| (.*) \| (.*) \|$/gm)];
    expect(rows.length).to.equal(5);
    for (const [, field = "", property, written, absent] of rows) {
      const idl = `typedef i32 T struct S { 1: ${field} }`;
      expect(await renderedFile(idl, "main/types.ts")).to.include(`  readonly ${property};`);
      const codecs = await renderedFile(idl, "main/codecs.ts");
      expect(codecs.includes("if (value.a !== undefined) {"), field).to.equal(written !== "always");
      const [read] = codecs.match(/a \?\? \d|required\(a|if \(a !== undefined\)/) ?? [];
      const says = { "a ?? 0": "zero", "a ?? 5": "5", "required(a": "refused", "if (a !== undefined)": "absent" };
      expect(absent).to.include(says[read as keyof typeof says]);
    }
  });

  it("has all names that are changed, and the right ones", () => {
    const ofTypes = row("Names", "types and constants");
    const ofProperties = row("Names", "fields, methods, arguments and enum members, as properties");
    const ofExceptions = row("Names", "fields of exceptions");
    expect(new Set(ofTypes)).to.deep.equal(reserved.RESERVED_AT_TOP);
    expect(new Set(ofProperties)).to.deep.equal(reserved.OBJECT_MEMBERS);
    expect(ofProperties.map(propertyName)).to.deep.equal(ofProperties.map((name) => `${name}_`));
    expect(new Set(ofExceptions)).to.deep.equal(reserved.RESERVED_IN_ERRORS);
    const keywords = ofTypes.slice(0, ofTypes.indexOf("Error"));
    const others = row("Names", "arguments, as parameters");
    expect(new Set([...keywords, ...others])).to.deep.equal(reserved.RESERVED_AS_PARAMETERS);
  });

  it("has all annotations", () => {
    const { diagnostics } = analyseText("struct S {} (faas.zzzzzzzzzzzz)");
    const known = diagnostics[0]?.hint?.match(/faas\.\w+/g) ?? [];
    expect(known.length).to.be.greaterThan(8);
    for (const name of known) expect(section("Annotations")).to.include(`\`${name}\``);
  });
});

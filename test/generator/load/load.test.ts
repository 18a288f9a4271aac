import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { type Analysis, analyse } from "../../../generator/analyse.js";

describe("load", () => {
  const folders: string[] = [];
  const home = process.cwd();

  afterEach(() => {
    process.chdir(home);
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  /** Writes the files into a new folder, which becomes the current one. */
  function write(files: Readonly<Record<string, string>>): void {
    const folder = mkdtempSync(join(tmpdir(), "thrift-faas-load-"));
    folders.push(folder);
    process.chdir(folder);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(name), { recursive: true });
      writeFileSync(name, text);
    }
  }

  const filesOf = ({ program }: Analysis): string[] => program.modules.map(({ file }) => file);
  const found = ({ diagnostics }: Analysis): string[] => diagnostics.map(({ code, message }) => `${code}: ${message}`);

  it("reads each file once, those named first, then what they include", () => {
    write({
      "a.thrift": 'include "idl/c.thrift"\nstruct A { 1: c.C c }',
      "b.thrift": 'include "./idl/c.thrift"\ninclude "a.thrift"\nstruct B { 1: a.A a, 2: c.C c }',
      "idl/c.thrift": 'include "d.thrift"\nstruct C { 1: d.D d }',
      "idl/d.thrift": "struct D {}",
    });
    const analysis = analyse(["./b.thrift", "a.thrift", join(process.cwd(), "b.thrift")], { includePath: [] });
    expect(found(analysis)).to.deep.equal([]);
    expect(filesOf(analysis)).to.deep.equal(["b.thrift", "a.thrift", "idl/c.thrift", "idl/d.thrift"]);
    expect([...analysis.sources.keys()]).to.deep.equal(filesOf(analysis));
    expect(analysis.program.modules[0]?.includes.map(({ name }) => name)).to.deep.equal(["c", "a"]);
  });

  it("searches next to the including file first, then the include path in order", () => {
    write({
      "src/main.thrift": 'include "near.thrift"\ninclude "first.thrift"\ninclude "second.thrift"',
      "src/near.thrift": "",
      "one/near.thrift": "",
      "one/first.thrift": "",
      "two/first.thrift": "",
      "two/second.thrift": "",
    });
    const analysis = analyse(["src/main.thrift"], { includePath: ["one", "two"] });
    expect(filesOf(analysis)).to.deep.equal([
      "src/main.thrift",
      "src/near.thrift",
      "one/first.thrift",
      "two/second.thrift",
    ]);
  });

  it("reports a missing include at its statement, and no name of it as unknown", () => {
    write({ "main.thrift": 'include "nowhere.thrift"\nstruct S { 1: nowhere.T t = nowhere.E.A }' });
    const analysis = analyse(["main.thrift"], { includePath: ["idl"] });
    expect(found(analysis)).to.deep.equal(["missing-file: nowhere.thrift does not exist"]);
    expect(analysis.diagnostics[0]?.span).to.deep.equal({ file: "main.thrift", start: 8, end: 24 });
    expect(analysis.diagnostics[0]?.hint).to.equal("looked in ., idl; -I adds a folder to search");
  });

  it("warns of a missing include of which nothing is used", () => {
    write({ "main.thrift": 'include "nowhere.thrift"\nstruct S { 1: i32 a }' });
    const analysis = analyse(["main.thrift"], { includePath: [] });
    expect(found(analysis)).to.deep.equal(["missing-file: nowhere.thrift does not exist; nothing of it is used here"]);
    expect(analysis.diagnostics[0]?.severity).to.equal("warning");
  });

  it("reports a missing file of the command line without a place", () => {
    write({});
    const analysis = analyse(["nowhere.thrift"], { includePath: [] });
    expect(found(analysis)).to.deep.equal(["missing-file: nowhere.thrift does not exist"]);
    expect(analysis.diagnostics[0]?.span).to.equal(undefined);
  });

  it("tells an unreadable file from a missing one", () => {
    write({ "main.thrift": 'include "folder.thrift"', "folder.thrift/x": "" });
    expect(found(analyse(["main.thrift"], { includePath: [] }))).to.deep.equal([
      "unreadable-file: cannot read folder.thrift: it is a folder",
    ]);
  });

  it("reports circles of includes where they close, once each", () => {
    write({
      "a.thrift": 'include "b.thrift"\nstruct A { 1: b.B b }',
      "b.thrift": 'include "c.thrift"\ninclude "b.thrift"\nstruct B { 1: c.C c }',
      "c.thrift": 'include "a.thrift"\nstruct C { 1: a.A a }',
    });
    const analysis = analyse(["a.thrift"], { includePath: [] });
    expect(found(analysis)).to.deep.equal([
      "include-cycle: b.thrift includes itself: b.thrift -> b.thrift",
      "include-cycle: c.thrift includes itself: a.thrift -> b.thrift -> c.thrift -> a.thrift",
    ]);
    expect(analysis.diagnostics.map(({ span }) => span?.start)).to.deep.equal([27, 8]);
  });
});

/** `thrift-faas check`, `breaking` and `format` as processes: exit codes, and what stands on which stream. */

import { expect } from "chai";
import { Project } from "../support/project.js";

describe("thrift-faas check", () => {
  let project: Project;
  beforeEach(() => {
    project = new Project();
    project.write("a.thrift", `include "b.thrift"\nstruct S { 1: required b.B b, i32 c }\n`);
    project.write("b.thrift", "struct B { 1: required i64 n }\n");
  });
  afterEach(() => project.remove());

  it("says what gen would, writes nothing, and exits with 0 for warnings", async () => {
    const { status, stdout, stderr } = await project.thriftFaas("check", "a.thrift");
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: "0 errors, 1 warning\n" });
    expect(stderr).to.match(/^a\.thrift:2:\d+: warning\[implicit-field-id\]: /);
    expect(() => project.read("gen/stack.yaml")).to.throw();
  });

  it("checks the rules of the nearest thrift-faas.yaml, in the files that are named", async () => {
    project.write("thrift-faas.yaml", "lint:\n  required-fields: error\n  implicit-field-id: off\n");
    project.write("deep/er/c.thrift", "struct C { 1: required i32 n }\n");
    const { status, stdout, stderr } = await project.thriftFaas("check", "a.thrift");
    expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "1 error, 0 warnings\n" });
    expect(stderr).to.match(/^a\.thrift:2:28: error\[required-fields\]: /);
    const deep = await project.run(
      "sh",
      "-c",
      `cd deep/er && "${process.execPath}" "${project.path("node_modules/thrift-faas/dist/bin/thrift-faas.js")}" check c.thrift`,
    );
    expect(deep).to.deep.include({ status: 1, stdout: "1 error, 0 warnings\n" });
  });

  it("reads the IDL as gen does that is told how", async () => {
    project.write("a.thrift", "const i64 A = 9007199254740993\nstruct S { -2: i32 a }\n");
    expect(await project.thriftFaas("check", "a.thrift")).to.deep.include({ stdout: "0 errors, 1 warning\n" });
    const { status, stdout, stderr } = await project.thriftFaas(
      "check",
      "a.thrift",
      "--i64",
      "number",
      "--allow-neg-keys",
    );
    expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "1 error, 0 warnings\n" });
    expect(stderr).to.match(/^a\.thrift:1:15: error\[constant-overflow\]: /);
    expect(await project.thriftFaas("check", "a.thrift", "--i64", "long")).to.deep.include({ status: 2 });
  });

  it("shows a mistake in the config like one in an IDL", async () => {
    project.write("rules.yaml", "lint:\n  required-feilds: error\n  missing-docs: on\n  bare-i64: warning\nlnit: {}\n");
    const { status, stderr } = await project.thriftFaas("check", "b.thrift", "--config", "rules.yaml");
    expect(status).to.equal(1);
    expect(stderr).to.include(
      "rules.yaml:2:3: error[config]: there is no rule `required-feilds`\n    required-feilds: error\n    ^^^^",
    );
    expect(stderr).to.include("hint: did you mean `required-fields`?");
    expect(stderr).to.include("rules.yaml:3:17: error[config]: `lint.missing-docs` has to be error, warning or off");
    expect(stderr).to.include("rules.yaml:5:1: error[config]: there is no setting `lnit`");
    for (const text of ["[1, 2]\n", "lint: [\n", "lint: hello\n"]) {
      project.write("rules.yaml", text);
      const bad = await project.thriftFaas("check", "b.thrift", "--config", "rules.yaml");
      expect(bad.status, text).to.equal(1);
      expect(bad.stderr, text).to.match(/^rules\.yaml:\d+:\d+: error\[config\]: /);
    }
    expect((await project.thriftFaas("check", "b.thrift", "--config", "no.yaml")).stderr).to.match(
      /^thrift-faas: cannot read no\.yaml: /,
    );
  });

  it("takes an empty config, and prints JSON", async () => {
    project.write("thrift-faas.yaml", "# nothing yet\n");
    const { status, stdout, stderr } = await project.thriftFaas("check", "a.thrift", "--json");
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).to.have.length(1);
    project.write("a.thrift", "struct S { 1: X x }\n");
    const failed = await project.thriftFaas("check", "a.thrift", "--json");
    expect(failed.status).to.equal(1);
    expect(JSON.parse(failed.stdout)).to.have.nested.property("[0].severity", "error");
  });
});

describe("thrift-faas breaking", () => {
  let project: Project;
  beforeEach(() => {
    project = new Project();
    project.write("old.thrift", "struct S { 1: i32 a }\n");
    project.write("new.thrift", "struct S { 1: i64 a }\n");
  });
  afterEach(() => project.remove());

  it("exits with 1 and shows both places when something breaks", async () => {
    const { status, stdout, stderr } = await project.thriftFaas("breaking", "old.thrift", "new.thrift");
    expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "1 breaking change: wire 1\n" });
    expect(stderr.split("\n").slice(0, 6)).to.deep.equal([
      "new.thrift:1:19: error[field-type-changed]: field 1, `a`, of `S` was `i32` and is `i64` (wire): neither side can read what the other one sends",
      "  struct S { 1: i64 a }",
      "                    ^",
      "  old.thrift:1:19: note: it was here",
      "  struct S { 1: i32 a }",
      "                    ^",
    ]);
  });

  it("exits with 0 when nothing does, or nothing of the kinds that are asked for", async () => {
    const same = { status: 0, stdout: "nothing breaks\n", stderr: "" };
    expect(await project.thriftFaas("breaking", "old.thrift", "old.thrift")).to.deep.equal(same);
    expect(
      await project.thriftFaas("breaking", "old.thrift", "new.thrift", "--kind", "state", "--kind", "source"),
    ).to.deep.equal(same);
  });

  it("reads both as gen does that is told how", async () => {
    project.write("old.thrift", "struct S { -1: i64 a, -2: i32 b }\n");
    project.write("new.thrift", 'struct S { -2: i32 b, -1: i64 a (faas.i64 = "number") }\n');
    const run = (...args: string[]) => project.thriftFaas("breaking", "old.thrift", "new.thrift", ...args);
    expect((await run()).stdout).to.match(/wire 2/);
    expect(await run("--allow-neg-keys")).to.deep.include({ stdout: "1 breaking change: source 1\n" });
    expect(await run("--allow-neg-keys", "--i64", "number")).to.deep.include({ stdout: "nothing breaks\n" });
  });

  it("prints JSON", async () => {
    const { status, stdout, stderr } = await project.thriftFaas("breaking", "old.thrift", "new.thrift", "--json");
    expect({ status, stderr }).to.deep.equal({ status: 1, stderr: "" });
    const [finding, ...others] = JSON.parse(stdout) as readonly unknown[];
    expect(others).to.deep.equal([]);
    expect(finding).to.have.nested.include({
      kind: "wire",
      code: "field-type-changed",
      "old.file": "old.thrift",
      "new.column": 19,
    });
  });

  it("compares with a commit, includes too", async () => {
    const git = (...args: string[]) => project.run("git", "-c", "user.name=a", "-c", "user.email=a@b.c", ...args);
    project.write("idl/shop.thrift", `include "../shared/s.thrift"\nservice V { s.S f() }\n`);
    project.write("shared/s.thrift", "struct S { 1: i32 a, 2: i32 b }\n");
    await git("init", "-q", "-b", "main");
    await git("add", "idl", "shared");
    await git("commit", "-q", "-m", "first");
    project.write("shared/s.thrift", "\nstruct S { 1: i64 a, 2: i32 b }\n");
    project.write("idl/late.thrift", "struct L {}\n");
    const { status, stdout, stderr } = await project.thriftFaas(
      "breaking",
      "idl/shop.thrift",
      "idl/late.thrift",
      "--against",
      "git:main",
    );
    expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "1 breaking change: wire 1\n" });
    expect(stderr).to.match(/^idl\/late\.thrift: not in main, so it breaks nothing\nshared\/s\.thrift:2:19: error\[/);
    expect(stderr).to.include("  main:shared/s.thrift:1:19: note: it was here\n  struct S { 1: i32 a, 2: i32 b }\n");
    expect((await project.thriftFaas("breaking", "idl/shop.thrift", "--against", "git:nope")).stderr).to.match(
      /^thrift-faas: git knows no commit called nope/,
    );
    await git("commit", "-q", "-a", "-m", "second");
    expect(await project.thriftFaas("breaking", "idl/shop.thrift", "--against", "git:HEAD")).to.deep.include({
      status: 0,
    });
    expect(await project.thriftFaas("breaking", "idl/shop.thrift", "--against", "git:HEAD~1")).to.deep.include({
      status: 1,
    });
  });

  it("says that there is no repository, and what a command line lacks", async () => {
    const outside = await project.thriftFaas("breaking", "new.thrift", "--against", "git:main");
    expect(outside).to.deep.include({ status: 1 });
    expect(outside.stderr).to.match(/^thrift-faas: --against git:\.\.\. needs a git repository/);
    expect((await project.thriftFaas("breaking", "new.thrift")).stderr).to.match(/^thrift-faas: name two files/);
    expect(await project.thriftFaas("breaking", "new.thrift", "--against", "main")).to.deep.include({ status: 2 });
    expect(await project.thriftFaas("breaking", "a", "b", "--kind", "wyre")).to.deep.include({ status: 2 });
  });

  it("shows errors of either side, but forgives the old one what is reserved now", async () => {
    project.write("old.thrift", "service V { void f(32767: i32 a, 1: i32 b) }\n");
    project.write("new.thrift", "service V { void f(1: i32 b) }\n");
    const { status, stderr } = await project.thriftFaas("breaking", "old.thrift", "new.thrift");
    expect(status).to.equal(1);
    expect(stderr).to.match(/error\[\w+-removed\]: .*32767, `a`.*\(wire\)/);
    expect(stderr).to.include("32767 is the envelope's ID");
    const turned = await project.thriftFaas("breaking", "new.thrift", "old.thrift");
    expect(turned.status).to.equal(1);
    expect(turned.stderr).to.match(/^old\.thrift:1:\d+: error\[reserved-field-id\]: /);
  });
});

describe("thrift-faas format", () => {
  let project: Project;
  beforeEach(() => {
    project = new Project();
    project.write("good.thrift", "struct S {\n  1: i32 a\n}\n");
    project.write("ugly.thrift", "struct S{1:i32 a}// S");
  });
  afterEach(() => project.remove());

  it("names with --check what is not formatted, and changes it without", async () => {
    expect(await project.thriftFaas("format", "--check", "good.thrift", "ugly.thrift")).to.deep.equal({
      status: 1,
      stdout: "",
      stderr: "ugly.thrift: not formatted\n",
    });
    expect(project.read("ugly.thrift")).to.equal("struct S{1:i32 a}// S");
    expect(await project.thriftFaas("format", "good.thrift", "ugly.thrift")).to.deep.equal({
      status: 0,
      stdout: "1 of 2 files changed\n",
      stderr: "",
    });
    expect(project.read("ugly.thrift")).to.equal("struct S {\n  1: i32 a\n} // S\n");
    expect(await project.thriftFaas("format", "--check", "good.thrift", "ugly.thrift")).to.deep.include({ status: 0 });
  });

  it("leaves a file with syntax errors alone, and formats the others", async () => {
    project.write("bad.thrift", "struct S {\n1 i32 a }\n");
    const { status, stderr } = await project.thriftFaas("format", "bad.thrift", "ugly.thrift");
    expect(status).to.equal(1);
    expect(stderr).to.match(/^bad\.thrift:2:3: error\[/);
    expect(project.read("bad.thrift")).to.equal("struct S {\n1 i32 a }\n");
    expect(project.read("ugly.thrift")).to.equal("struct S {\n  1: i32 a\n} // S\n");
    expect((await project.thriftFaas("format", "none.thrift")).stderr).to.match(
      /^thrift-faas: cannot read none\.thrift: /,
    );
  });
});

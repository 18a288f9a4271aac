/** `thrift-faas gen` as a process: exit codes, and what stands on which stream. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { showProgress } from "../../cli/progress.js";
import { until } from "../emulator/until.js";
import { PACKAGE } from "../support/imports.js";
import { type Ran, Project } from "../support/project.js";

describe("thrift-faas gen", () => {
  let project: Project;

  beforeEach(() => {
    project = new Project();
    project.write("ping.thrift", `include "shared.thrift"\nservice Ping { shared.Pong ping() }\n`);
    project.write("idl/shared.thrift", "struct Pong { 1: i32 n }\n");
  });

  afterEach(() => project.remove());

  const gen = (...args: string[]): Promise<Ran> => project.thriftFaas("gen", "ping.thrift", "-I", "idl", ...args);

  it("exits with 0 and says in one line what it did", async () => {
    expect(await gen()).to.deep.equal({
      status: 0,
      stdout: "gen/: 11 files written, 0 unchanged, 0 removed\n",
      stderr: "",
    });
    expect(await gen("-o", "gen/")).to.deep.include({
      status: 0,
      stdout: "gen/: 0 files written, 11 unchanged, 0 removed\n",
    });
  });

  it("finds drift with --check, and writes nothing", async () => {
    expect(await gen("--check")).to.deep.include({ status: 1, stdout: "" });
    await gen();
    expect(await gen("--check")).to.deep.equal({ status: 0, stdout: "gen/: 11 files up to date\n", stderr: "" });
    project.write("idl/shared.thrift", "struct Pong { 1: i64 n }\n");
    const before = project.read("gen/shared/types.ts");
    const { status, stderr } = await gen("--check");
    expect(status).to.equal(1);
    expect(stderr.split("\n")).to.deep.equal([
      "gen/shared/types.ts: not up to date",
      "gen/shared/codecs.ts: not up to date",
      "gen/: 2 files to change; run the same command without --check",
      "",
    ]);
    expect(project.read("gen/shared/types.ts")).to.equal(before);
  });

  it("makes numbers of i64s with --i64 number, and compiles", async () => {
    project.write("ping.thrift", project.read("idl/shared.thrift") + "service Ping { i64 ping(1: i64 n) }\n");
    await gen("--i64", "number");
    expect(project.read("gen/ping/ping.ts")).to.include("  ping(n: number): Promise<number> {");
    expect(await project.tsc()).to.deep.equal({ status: 0, stdout: "", stderr: "" });
    expect(await gen("--i64", "number", "--check")).to.deep.include({ status: 0 });
    expect(await gen("--check")).to.deep.include({ status: 1 });
    expect(await gen("--i64", "int")).to.deep.include({ status: 2 });
  });

  it("says with --dry-run what it would do, and does nothing", async () => {
    const { status, stdout } = await gen("--dry-run");
    expect(status).to.equal(0);
    expect(stdout)
      .to.include("write   gen/shared/types.ts\n")
      .and.include("11 files to write, 0 unchanged, 0 to remove");
    expect(existsSync(project.path("gen"))).to.equal(false);
  });

  it("generates again with --watch when a file that is included changes, and goes on after a mistake", async () => {
    const script = join(PACKAGE, "dist/bin/thrift-faas.js");
    const child = spawn(process.execPath, [script, "gen", "ping.thrift", "-I", "idl", "--watch"], {
      cwd: project.folder,
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    try {
      await until(() => said.includes("11 files written"));
      project.write("idl/shared.thrift", "struct Pong { 1: i65 n }\n");
      await until(() => said.includes("idl/shared.thrift:1:"));
      project.write("idl/shared.thrift", "struct Pong { 1: i64 n }\n");
      await until(() => said.includes("2 files written, 9 unchanged"));
      expect(project.read("gen/shared/types.ts")).to.include("readonly n: bigint");
    } finally {
      child.kill();
      await once(child, "close");
    }
  });

  it("watches a folder of templates and those in it, one that comes later too, and says what is wrong in one", async () => {
    project.write("templates/partials/name.hbs", "{{name}}");
    const script = join(PACKAGE, "dist/bin/thrift-faas.js");
    const args = ["gen", "ping.thrift", "-I", "idl", "-I", "nowhere", "--templates", "templates", "--watch"];
    const child = spawn(process.execPath, [script, ...args], { cwd: project.folder });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (said += text));
    try {
      await until(() => said.includes("11 files written"));
      project.write("templates/[module]/[service].txt.hbs", "{{@header}} {{> name}}\n");
      // A folder that is new is seen with the next change.
      project.write("templates/index.ts.hbs", "// mine\n");
      await until(() => existsSync(project.path("gen/ping/ping.txt")));
      await until(() => project.read("gen/functions/ping/index.ts").includes("// mine"));
      project.write("templates/[module]/[service].txt.hbs", "{{@header}} {{nam}}\n");
      await until(() => said.includes("[service].txt.hbs:1:15: there is no `nam` here; did you mean `name`?"));
      project.write("templates/[module]/[service].txt.hbs", "{{@header}} It is {{> name}}\n");
      await until(() => project.read("gen/ping/ping.txt").includes("It is Ping"));
    } finally {
      child.kill();
      await once(child, "close");
    }
  });

  it("says that there is nothing to watch", async () => {
    const { status, stderr } = await project.thriftFaas("gen", "no/ping.thrift", "--watch");
    expect(status).to.equal(1);
    expect(stderr).to.include("no/ping.thrift does not exist").and.include("there is nothing to watch");
  });

  it("shows on a terminal, after a while, what it is doing, and takes it away", async () => {
    const written: string[] = [];
    const terminal = { isTTY: true, write: (text: string) => written.push(text) };
    const short = showProgress(terminal);
    short.report("reading");
    short.end();
    expect(written).to.deep.equal([]);
    const long = showProgress(terminal, 0);
    long.report("reading");
    long.end();
    expect(written).to.deep.equal(["\r\u001B[Kreading ...", "\r\u001B[K"]);
    const nobody: string[] = [];
    const silent = showProgress({ isTTY: false, write: (text: string) => nobody.push(text) }, 0);
    silent.report("reading");
    silent.end();
    expect(nobody).to.deep.equal([]);
  });

  it("exits with 1 for a mistake in the IDL, after the line and a caret", async () => {
    project.write("idl/shared.thrift", "struct Pong { 1: i32 n, 1: i32 m }\n");
    const { status, stdout, stderr } = await gen();
    expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "" });
    expect(stderr).to.match(/^idl\/shared\.thrift:1:\d+: error\[[a-z-]+\]: .*\n.*struct Pong.*\n *\^+\n/);
    expect(() => project.read("gen/shared/types.ts")).to.throw();
  });

  it("prints diagnostics as JSON with --json, and nothing else on standard output", async () => {
    expect(await gen("--json")).to.deep.include({ status: 0, stdout: "[]\n" });
    project.write("idl/shared.thrift", "struct Pong { 1: i33 n }\nstruct Pong {}\n");
    const { status, stdout, stderr } = await gen("--json");
    expect([status, stderr]).to.deep.equal([1, ""]);
    const found: unknown = JSON.parse(stdout);
    expect(found).to.be.an("array").with.length(2);
    expect(found).to.have.nested.property("[0].code", "unknown-type");
    expect(found).to.have.nested.property("[0].column", 18);
  });

  it("sends negative field IDs as they are written with --allow-neg-keys", async () => {
    project.write("idl/shared.thrift", "struct Pong { -7: i32 n }\n");
    expect((await gen("--allow-neg-keys")).stderr).to.equal("");
    expect(project.read("gen/shared/codecs.ts")).to.match(/-7\b/);
    expect((await gen()).stderr).to.contain("warning[nonpositive-field-id]");
    expect(project.read("gen/shared/codecs.ts")).not.to.match(/-7\b/);
  });

  it("exits with 1 and one line for a folder that cannot be written", async () => {
    project.write("blocked", "a file\n");
    const { status, stderr } = await gen("-o", "blocked/gen");
    expect(status).to.equal(1);
    expect(stderr).to.match(/^thrift-faas: cannot write to blocked\/gen: .*Nothing was changed\n$/);
  });

  it("exits with 1 and one line for templates that are not there", async () => {
    const { status, stderr } = await gen("--templates", "nowhere");
    expect(status).to.equal(1);
    expect(stderr).to.match(/^thrift-faas: cannot read the templates in nowhere: [^\n]*\n$/);
  });

  it("exits with 2 for a command line that is wrong", async () => {
    for (const args of [["gen"], ["gen", "ping.thrift", "--no-such"], ["generate"], ["constructor"], []]) {
      const { status, stderr } = await project.thriftFaas(...args);
      expect(status, args.join(" ")).to.equal(2);
      expect(stderr, args.join(" ")).not.to.match(/\n\s+at /);
    }
    expect((await project.thriftFaas("gne")).stderr).to.include("Did you mean gen?");
  });

  it("helps, with examples, and knows its version", async () => {
    const help = await project.thriftFaas("gen", "--help");
    expect(help.status).to.equal(0);
    expect(help.stdout).to.include("$ thrift-faas gen social_network.thrift -o gen/");
    expect((await project.thriftFaas("--help")).stdout).to.match(/gen [^]*collect [^]*dead-letters [^]*dev /);
    expect(await project.thriftFaas("--version")).to.deep.equal({ status: 0, stdout: "0.1.0\n", stderr: "" });
  });
});

/** `thrift-faas weave` as a process: what stands on which stream, and what it never writes over. */

import { expect } from "chai";
import { type Ran, Project } from "../support/project.js";

describe("thrift-faas weave", () => {
  let project: Project;

  beforeEach(() => {
    project = new Project();
    project.write("ping.thrift", "service Ping { void ping() }\n");
  });

  afterEach(() => project.remove());

  const weave = (...args: string[]): Promise<Ran> => project.thriftFaas("weave", "ping.thrift", ...args);

  it("prints the woven IDL, or writes it and says so", async () => {
    const printed = await weave();
    expect(printed).to.deep.include({ status: 0, stderr: "" });
    expect(printed.stdout).to.include("void ping(32767: Envelope envelope)");
    expect(await weave("-o", "ping.faas.thrift")).to.deep.equal({
      status: 0,
      stdout: "ping.faas.thrift: woven\n",
      stderr: "",
    });
    expect(project.read("ping.faas.thrift")).to.equal(printed.stdout);
    expect(await weave("-o", "ping.faas.thrift")).to.deep.include({ status: 0 });
  });

  it("writes over nothing but what it has woven itself", async () => {
    const { status, stderr } = await weave("-o", "ping.thrift");
    expect(status).to.equal(1);
    expect(stderr).to.equal(
      "thrift-faas: ping.thrift is in the way: thrift-faas has not generated it. Move it, or choose another folder\n",
    );
    expect(project.read("ping.thrift")).to.equal("service Ping { void ping() }\n");
  });

  it("removes nothing from the folder that it writes to", async () => {
    await project.thriftFaas("gen", "ping.thrift", "-o", "gen");
    const before = project.read("gen/ping/ping.ts");
    expect(await weave("-o", "gen")).to.deep.include({ status: 0, stderr: "" });
    expect(project.read("gen/ping/ping.ts")).to.equal(before);
    expect(project.read("gen/ping.thrift")).to.include("thrift_faas.Envelope");
  });

  it("and gen refuse what is woven already", async () => {
    await weave("-o", "ping.faas.thrift");
    const again = await project.thriftFaas("weave", "ping.faas.thrift");
    const generated = await project.thriftFaas("gen", "ping.faas.thrift");
    for (const { status, stdout, stderr } of [again, generated]) {
      expect({ status, stdout }).to.deep.equal({ status: 1, stdout: "" });
      expect(stderr).to.equal(
        "error[unreadable-file]: cannot read ping.faas.thrift: it is woven already; name the file that its first line does\n",
      );
    }
    project.write("main.thrift", 'include "ping.faas.thrift"\n');
    const { stderr } = await project.thriftFaas("gen", "main.thrift");
    expect(stderr).to.match(/^main\.thrift:1:9: error\[unreadable-file\]: cannot read ping\.faas\.thrift: it is woven/);
  });

  it("wants a folder for several files, and a name of its own for each", async () => {
    project.write("thrift_faas.thrift", "struct S {}\n");
    const several = await weave("thrift_faas.thrift", "-o", "one.thrift");
    expect(several).to.deep.equal({
      status: 1,
      stdout: "",
      stderr: "thrift-faas: several files are woven into a folder: -o woven/\n",
    });
    const clash = await weave("thrift_faas.thrift", "-o", "woven");
    expect(clash.stderr).to.include(
      "thrift_faas.thrift would be woven into the file of the runtime's definitions; rename",
    );
  });

  it("shows the mistakes in an IDL, and writes nothing", async () => {
    project.write("ping.thrift", "service Ping { void ping(1: Pong pong) }\n");
    const { status, stderr } = await weave("-o", "ping.faas.thrift");
    expect(status).to.equal(1);
    expect(stderr).to.match(/^ping\.thrift:1:\d+: error\[unknown-type\]/);
    expect(() => project.read("ping.faas.thrift")).to.throw("ENOENT");
  });
});

/** `thrift-faas gen` at the head of a build script: what it does the second time, and when the IDL has changed. */

import { statSync } from "node:fs";
import { expect } from "chai";
import { Project } from "../support/project.js";

const IDL = `
service Greeter {
  string greet(1: string name)
}
`;

const HANDLER = `
import type { GreeterHandler } from "../../greeter/greeter.js";

export const handler: GreeterHandler = {
  greet: (name) => "Hello, " + name,
};
`;

const HANDLER_FILE = "gen/functions/greeter/handler.ts";

describe("gen in a build script", () => {
  let project: Project;

  before(() => {
    project = new Project();
    project.write("greeter.thrift", IDL);
  });

  after(() => project.remove());

  const gen = (): ReturnType<Project["thriftFaas"]> => project.thriftFaas("gen", "greeter.thrift", "-o", "gen/");

  it("makes stubs that type-check as they are", async () => {
    expect(await gen()).to.deep.include({ status: 0, stderr: "" });
    expect(await project.tsc()).to.deep.include({ status: 0, stdout: "" });
  });

  it("changes nothing the second time", async () => {
    const files = ["gen/greeter/greeter.ts", "gen/functions/greeter/index.ts", HANDLER_FILE];
    const times = (): number[] => files.map((file) => statSync(project.path(file)).mtimeMs);
    const before = times();
    expect(await gen()).to.deep.include({ status: 0, stderr: "" });
    expect(times()).to.deep.equal(before);
  });

  it("leaves an edited stub alone", async () => {
    project.write(HANDLER_FILE, HANDLER);
    expect((await gen()).status).to.equal(0);
    expect(project.read(HANDLER_FILE)).to.equal(HANDLER);
    expect((await project.tsc()).stdout).to.equal("");
  });

  it("regenerates from a changed IDL, and a new method is a type error in the stub that gen announces", async () => {
    project.write("greeter.thrift", IDL.replace("}", "  string part(1: string name)\n}"));
    const ran = await gen();
    expect(ran.status).to.equal(0);
    expect(ran.stdout + ran.stderr).to.match(/gen\/functions\/greeter\/handler\.ts.*\bpart\b/);
    expect(project.read("gen/greeter/greeter.ts")).to.include("part(");
    expect(project.read(HANDLER_FILE)).to.equal(HANDLER);
    const checked = await project.tsc();
    expect(checked.status).not.to.equal(0);
    expect(checked.stdout).to.match(/gen\/functions\/greeter\/handler\.ts\(\d+,\d+\): error .*part/);
  });

  it("says that a stub has to import from elsewhere when the IDL's file has another name", async () => {
    project.write("welcome.thrift", project.read("greeter.thrift"));
    const ran = await project.thriftFaas("gen", "welcome.thrift", "-o", "gen/");
    expect(ran.stdout + ran.stderr).to.match(
      /functions\/greeter\/handler\.ts: Greeter is generated in \.\.\/\.\.\/welcome\/greeter\.js now/,
    );
    expect((await gen()).status).to.equal(0);
  });

  it("writes nothing from an IDL with an error, and says where it is", async () => {
    const before = project.read("gen/greeter/greeter.ts");
    project.write("greeter.thrift", "service Greeter {\n  string wave(1: Strng name)\n}\n");
    const ran = await gen();
    expect(ran.status).to.equal(1);
    expect(ran.stderr).to.match(/^greeter\.thrift:2:18: error/);
    expect(ran.stderr)
      .to.include("\n  string wave(1: Strng name)\n".trim())
      .and.include("^")
      .and.not.match(/\n\s+at /);
    expect(project.read("gen/greeter/greeter.ts")).to.equal(before);
  });

  it("says in one line what file is missing, and what usage is wrong", async () => {
    const missing = await project.thriftFaas("gen", "nowhere.thrift");
    expect(missing.status).to.equal(1);
    expect(missing.stderr.trim()).to.include("nowhere.thrift").and.not.include("\n    at ");
    expect((await project.thriftFaas("gen")).status).to.equal(2);
    expect((await project.thriftFaas("generate")).status).to.equal(2);
  });
});

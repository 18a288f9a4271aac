/** `thrift-faas serve`: the real command, plain clients in Python, its store, its end, and what it says when it cannot start. */

import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { PROTOCOL_NAMES } from "../../runtime/protocol/load-protocol.js";
import { until } from "../emulator/until.js";
import { PACKAGE } from "../support/imports.js";
import { Project } from "../support/project.js";

const IDL = `
struct Greeting { 1: string text, 2: i64 count }
struct GreeterState { 1: map<string, i64> counts }
exception Shy { 1: string why }
service Greeter {
  Greeting greet(1: string name) throws (1: Shy shy)
  oneway void poke(1: string name)
} (faas.state = "GreeterState")
`;

const HANDLER = `
import type { GreeterHandler } from "../../greeter/greeter.js";
import { Shy } from "../../greeter/types.js";

declare function setTimeout(run: () => void, ms: number): unknown;

export const handler: GreeterHandler = {
  async greet(name, invocation) {
    if (name === "shy") throw new Shy({ why: "≠" });
    if (name === "fault") throw new Error("a fault");
    if (name === "slow") invocation.log.info("begun");
    if (name === "slow") await new Promise<void>((resolve) => setTimeout(resolve, 1_000));
    const count = await invocation.state.counts.update(name, (before = 9007199254740993n) => before + 1n);
    return { text: \`Hello, \${name}!\`, count };
  },
  async poke(name, invocation) {
    await invocation.state.counts.update(name, (before = 0n) => before + 100n);
  },
};
`;

const CLIENT = `
import { connect } from "thrift-faas";
import { GreeterClient } from "./gen/greeter/greeter.js";

declare const process: { readonly argv: readonly string[] };
declare const console: { log(...parts: unknown[]): void };

const [port, id = "", name = ""] = process.argv.slice(2);
const server = connect(\`tcp://127.0.0.1:\${port}\`);
const { text, count } = await new GreeterClient(server.withId(id)).greet(name);
console.log(text, count);
server.close();
`;

interface Served {
  readonly child: ChildProcess;
  readonly port: string;
  readonly output: () => string;
}

describe("thrift-faas serve", () => {
  let project: Project;
  let started: ChildProcess[];

  before(async () => {
    project = new Project();
    project.write("greeter.thrift", IDL);
    project.write("gen/functions/greeter/handler.ts", HANDLER);
    project.write("client.ts", CLIENT);
    for (const ran of [
      await project.thriftFaas("gen", "greeter.thrift", "-o", "gen"),
      await project.run("thrift", "--gen", "py", "-out", project.folder, "greeter.thrift"),
      await project.tsc(),
    ])
      expect(ran.status, ran.stdout + ran.stderr).to.equal(0);
  });

  after(() => project?.remove());

  beforeEach(() => {
    started = [];
  });

  afterEach(async () => {
    for (const child of started) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  });

  async function serve(...args: string[]): Promise<Served> {
    const command = [
      join(PACKAGE, "dist/bin/thrift-faas.js"),
      "serve",
      "gen/functions/greeter",
      "--port",
      "0",
      ...args,
    ];
    const child = spawn(process.execPath, command, { cwd: project.folder, stdio: ["ignore", "pipe", "pipe"] });
    started.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
    await until(() => output.includes("listens on") || child.exitCode !== null);
    const port = /port (\d+)/.exec(output)?.[1];
    if (port === undefined) throw new Error(output);
    return { child, port, output: () => output };
  }

  for (const protocol of PROTOCOL_NAMES)
    it(`answers a plain client in Python, over one connection, in ${protocol}`, async () => {
      const { port } = await serve("--store", "memory:");
      const script = `${PACKAGE}/test/interop/framed_client.py`;
      const ran = await project.run("/usr/bin/python3", script, project.folder, port, protocol);
      expect(ran.stderr).to.equal("");
      expect(ran.stdout.trim().split("\n")).to.deep.equal([
        '{"text": "Hello, Ada 🎉!", "count": 9007199254740994}',
        '{"text": "Hello, Ada 🎉!", "count": 9007199254741095}',
        '{"declared": "≠"}',
        '{"application": [6, "greet failed: a fault"]}',
        '{"text": "Hello, Ada 🎉!", "count": 9007199254741096}',
      ]);
    });

  it("keeps its records in its store: a call under an ID has happened once, whatever has died", async () => {
    const store = `lmdb:${project.path("store")}`;
    const first = await serve("--store", store);
    const call = (port: string, id: string): Promise<{ stdout: string; stderr: string }> =>
      project.run(process.execPath, "out/client.js", port, id, "Ada");
    expect(await call(first.port, "one")).to.include({ stdout: "Hello, Ada! 9007199254740994n\n", stderr: "" });
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    const second = await serve("--store", store);
    expect(await call(second.port, "one")).to.include({ stdout: "Hello, Ada! 9007199254740994n\n", stderr: "" });
    expect(await call(second.port, "two")).to.include({ stdout: "Hello, Ada! 9007199254740995n\n", stderr: "" });
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const)
    it(`answers what is under way when it is told to stop, and exits with 0: ${signal}`, async () => {
      const { child, port, output } = await serve("--store", "memory:");
      const call = project.run(process.execPath, "out/client.js", port, "one", "slow");
      await until(() => output().includes("begun"));
      child.kill(signal);
      const [code] = (await once(child, "exit")) as [number | null];
      expect(await call).to.include({ stdout: "Hello, slow! 9007199254740994n\n", stderr: "" });
      expect(code, output()).to.equal(0);
    });

  describe("that cannot start, says why", () => {
    const failed = async (...args: string[]): Promise<string> => {
      const { status, stderr } = await project.thriftFaas("serve", ...args);
      expect(status, stderr).to.be.oneOf([1, 2]);
      expect(stderr).not.to.include("This is a bug");
      return stderr;
    };

    it("because its port is taken", async () => {
      const other = createServer().listen(0, "127.0.0.1");
      await once(other, "listening");
      const { port } = other.address() as AddressInfo;
      const said = await failed("gen/functions/greeter", "--port", String(port), "--store", "memory:");
      other.close();
      expect(said).to.include(`port ${port} of 127.0.0.1 is taken. Choose another one with --port`);
    });

    it("because the host is none of this machine's", async () => {
      const said = await failed("gen/functions/greeter", "--host", "192.0.2.1", "--port", "0", "--store", "memory:");
      expect(said).to.include("192.0.2.1 is no address of this machine");
    });

    it("because the command line is wrong", async () => {
      expect(await failed("gen/functions/greeter", "--port", "x", "--store", "memory:")).to.include(
        "A port is a number",
      );
      expect(await failed("gen/functions/greeter")).to.include("required option '--store <url>'");
    });

    it("because there is no function, or no such store", async () => {
      expect(await failed("gen/functions/none", "--store", "memory:")).to.include("cannot bundle gen/functions/none");
      expect(await failed("gen/functions/greeter", "--store", "tape:")).to.include(
        "gen/functions/greeter cannot be served: ",
      );
    });

    it("because calls would have to be signed", async () => {
      project.write("secrets/thrift-faas-call-key", "k".repeat(32));
      const ran = await project.run(
        "/usr/bin/env",
        `THRIFT_FAAS_SECRETS=${project.path("secrets")}`,
        process.execPath,
        join(PACKAGE, "dist/bin/thrift-faas.js"),
        "serve",
        "gen/functions/greeter",
        "--store",
        "memory:",
      );
      expect(ran.status).to.equal(1);
      expect(ran.stderr).to.include("calls over framed TCP cannot be signed");
    });
  });
});

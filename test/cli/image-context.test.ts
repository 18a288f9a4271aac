/**
 * What a function's image is made of: faas-cli puts template and function together into a build context, and npm alone
 * builds that. The real faas-cli and Docker are not needed for it, and not there.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { findFreePort } from "../../emulator/free-port.js";
import { waitUntilReady } from "../../emulator/wait-until-ready.js";
import { PACKAGE } from "../support/imports.js";
import { Project } from "../support/project.js";
import { runShell } from "../support/shell.js";
import { httpCall } from "../runtime/openfaas/http-call.js";

const IDL = `
struct Greeting { 1: string text }
service Greeter { Greeting greet(1: string name) }
service Waiter { string wait(1: string time) } (faas.function = "greeter")
`;

const GREETER = `
import type { GreeterHandler } from "../../greeter/greeter.js";
export const handler: GreeterHandler = { greet: (name) => ({ text: "Hello, " + name }) };
`;

/** With a package of its own, and something to get ready. */
const WAITER = `
import ms from "ms";
import type { WaiterHandler } from "../../greeter/waiter.js";
export async function init(): Promise<WaiterHandler> {
  const unit = await Promise.resolve(" ms");
  const { readFileSync } = await import("node:fs");
  return { wait: (time) => ms(time as "1s") + unit + typeof readFileSync };
}
`;

/** A call as Apache's binary protocol writes it: one string argument. */
function call(method: string, text: string): Uint8Array {
  const string = (value: string): Buffer => {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.of(0, 0, 0, bytes.length), bytes]);
  };
  const header = [Buffer.of(0x80, 1, 0, 1), string(method), Buffer.of(0, 0, 0, 0)];
  return Buffer.concat([...header, Buffer.of(11, 0, 1), string(text), Buffer.of(0)]);
}

describe("the build context of an image", () => {
  let project: Project;
  let child: ChildProcess | undefined;

  before(() => {
    project = new Project();
  });

  after(() => {
    child?.kill("SIGKILL");
    project.remove();
  });

  it("is built by npm alone into files that need nothing but Node.js", async function () {
    this.timeout(180_000);
    project.write("greeter.thrift", IDL);
    expect(await project.thriftFaas("gen", "greeter.thrift", "-o", "gen")).to.deep.include({ status: 0 });
    project.write("gen/functions/greeter/greeter.handler.ts", GREETER);
    project.write("gen/functions/greeter/waiter.handler.ts", WAITER);
    project.write("gen/functions/greeter/package.json", JSON.stringify({ type: "module", dependencies: { ms: "2" } }));

    // What `faas-cli build --shrinkwrap` does.
    const context = project.path("context");
    cpSync(project.path("gen/template/thrift-faas"), context, { recursive: true });
    cpSync(project.path("gen/functions/greeter"), join(context, "function"), { recursive: true });
    for (const [, folder = ""] of project.read("gen/stack.yaml").matchAll(/^ {4}- \.\/(.*)$/gm))
      cpSync(project.path("gen", folder), join(context, "function", folder), { recursive: true });
    expect(readdirSync(context).toSorted()).to.deep.equal([
      ".dockerignore",
      "Dockerfile",
      "function",
      "package.json",
      "template.yml",
    ]);

    // The package as it will be published, instead of the one in the registry.
    const [tarball = ""] = (await runShell(`npm pack --silent --pack-destination "${context}"`, PACKAGE))
      .trim()
      .split("\n");
    const manifest = JSON.parse(readFileSync(join(context, "package.json"), "utf8"));
    const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
    expect(manifest.dependencies).to.deep.equal({ "thrift-faas": version });
    manifest.dependencies["thrift-faas"] = `file:${tarball}`;
    writeFileSync(join(context, "package.json"), JSON.stringify(manifest));
    const [, command = ""] = /^RUN (.*)$/m.exec(readFileSync(join(context, "Dockerfile"), "utf8")) ?? [];
    expect(command).to.match(/npm install .*&& npm run build/);
    await runShell(command, context);

    const image = project.path("image");
    mkdirSync(image);
    renameSync(join(context, "dist/function"), join(image, "app"));
    expect(readdirSync(join(image, "app")).toSorted()).to.deep.equal([
      "function.cjs",
      "function.cjs.map",
      `function.cjs.${process.version}-${process.arch}.cache`,
      "index.cjs",
      "ioredis.cjs",
      "ioredis.cjs.map",
      `ioredis.cjs.${process.version}-${process.arch}.cache`,
      ...["metrics", "tracing-setup", "tracing"].flatMap((name) => [`${name}.cjs`, `${name}.cjs.map`]),
    ]);
    const port = await findFreePort();
    child = spawn(process.execPath, [join(image, "app/index.cjs")], {
      env: { http_port: String(port), THRIFT_FAAS_STORE: "memory:", healthcheck_interval: "0" },
      stdio: "ignore",
    });
    await waitUntilReady(port, AbortSignal.timeout(20_000));
    const url = `http://127.0.0.1:${port}`;
    expect((await httpCall(url, { body: call("Greeter:greet", "Ada") })).body.toString()).to.include("Hello, Ada");
    expect((await httpCall(url, { body: call("wait", "2 days") })).body.toString()).to.include("172800000 msfunction");
  });
});

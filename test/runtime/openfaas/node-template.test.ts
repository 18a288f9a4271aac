/** A function in a server like that of OpenFaaS' own Node templates: the bundle that clusters without our template get. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { findFreePort } from "../../../emulator/free-port.js";
import { waitUntilReady } from "../../../emulator/wait-until-ready.js";
import { binary } from "../../../runtime/protocol/binary.js";
import { fieldsOf } from "../../../runtime/protocol/fields.js";
import { MessageType, TType } from "../../../runtime/protocol/protocol.js";
import { tagOf } from "../../../runtime/protocol/tag.js";
import { Project } from "../../support/project.js";
import { httpCall } from "./http-call.js";

const TEMPLATE = fileURLToPath(new URL("../../support/node-template.js", import.meta.url));

const IDL = `
service Echo {
  binary echo(1: binary bytes)
  oneway void note(1: binary bytes)
}
`;

const HANDLER = `
import type { EchoHandler } from "../../echo/echo.js";
export async function init(): Promise<EchoHandler> {
  await new Promise((resolve) => setTimeout(resolve, 300));
  return {
    async echo(bytes) {
      if (bytes[0] === 1) process.exit(0);
      if (bytes[0] === 2) void Promise.reject(new Error("nobody waits for this"));
      if (bytes[0] === 3) { console.log("slow call taken"); await new Promise((resolve) => setTimeout(resolve, 500)); }
      if (bytes[0] === 4) throw new Error("no result");
      return bytes;
    },
    note() {},
  };
}
`;

function call(method: string, type: MessageType, bytes: Uint8Array): Uint8Array {
  const output = binary.writer();
  output.writeMessageBegin(method, type, 7);
  output.writeStructBegin(fieldsOf("args", []));
  output.writeTag(tagOf(TType.STRING, 1));
  output.writeBinary(bytes);
  output.writeStructEnd();
  output.writeMessageEnd();
  return output.finish();
}

const echo = (...bytes: number[]): Uint8Array => call("echo", MessageType.CALL, Uint8Array.from(bytes));

describe("a function in OpenFaaS' own Node templates", () => {
  let project: Project;
  let child: ChildProcess;
  let url: string;
  let output: string;

  before(async () => {
    project = new Project();
    project.write("echo.thrift", IDL);
    expect(await project.thriftFaas("gen", "echo.thrift", "-o", "gen")).to.deep.include({ status: 0 });
    project.write("gen/functions/echo/handler.ts", HANDLER);
    const bundled = await project.thriftFaas("bundle", "gen/functions/echo", "--for", "node-template", "-o", "dist");
    expect(bundled).to.deep.include({ status: 0, stdout: "dist/echo: bundled\n", stderr: "" });
  });

  after(() => project.remove());

  async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const port = await findFreePort();
    url = `http://127.0.0.1:${port}`;
    output = "";
    child = spawn(process.execPath, [TEMPLATE, join(project.folder, "dist/echo")], {
      env: {
        http_port: String(port),
        THRIFT_FAAS_STORE: "memory:",
        healthcheck_interval: "0",
        RAW_BODY: "true",
        MAX_RAW_SIZE: "1mb",
        ...env,
      },
    });
    child.stdout?.on("data", (data) => (output += String(data)));
    child.stderr?.on("data", (data) => (output += String(data)));
  }

  async function ready(): Promise<void> {
    await waitUntilReady(Number(new URL(url).port), AbortSignal.timeout(20_000));
  }

  afterEach(() => child.kill("SIGKILL"));

  it("is ready when init is done, and answers calls that come before then", async () => {
    await start();
    let status = 0;
    while (status === 0)
      status = (await httpCall(`${url}/ready`, { method: "GET" }).catch(() => ({ status: 0 }))).status;
    expect(status).to.equal(503);
    expect((await httpCall(url, { body: echo(9) })).status).to.equal(200);
    expect((await httpCall(`${url}/ready`, { method: "GET" })).status).to.equal(200);
  });

  it("answers byte for byte, with type and marker; oneway calls with nothing", async () => {
    await start();
    await ready();
    const bytes = Array.from({ length: 200_000 }, (_, index) => index % 256);
    const reply = await httpCall(url, { body: call("echo", MessageType.CALL, Uint8Array.from(bytes.with(0, 255))) });
    expect(reply.status).to.equal(200);
    expect(reply.headers).to.include({ "x-thrift-faas": "reply", "content-type": "application/x-thrift" });
    const input = binary.reader(reply.body);
    expect(input.readMessageBegin()).to.deep.equal({ name: "echo", type: MessageType.REPLY, seqid: 7 });
    input.readStructBegin();
    input.readTag();
    expect([...input.readBinary()]).to.deep.equal(bytes.with(0, 255));
    const oneway = await httpCall(url, { body: call("note", MessageType.ONEWAY, Uint8Array.of()) });
    expect([oneway.status, oneway.body.length, oneway.headers["content-length"]]).to.deep.equal([200, 0, "0"]);
  });

  it("answers what is no call, or fails, without a 200 that looks like a reply", async () => {
    await start();
    await ready();
    expect((await httpCall(url, { body: Buffer.from("hello") })).status).to.equal(400);
    expect((await httpCall(url, { method: "GET" })).status).to.equal(405);
    const failed = await httpCall(url, { body: echo(4) });
    expect(failed.headers["x-thrift-faas"]).to.equal("reply");
    expect(binary.reader(failed.body).readMessageBegin().type).to.equal(MessageType.EXCEPTION);
    // A POST without a body is the cron connector's.
    expect((await httpCall(url, { body: Buffer.alloc(0) })).body.toString()).to.match(/^collector: 0 finished/);
  });

  it("on SIGTERM finishes what is under way, and exits 0", async () => {
    await start({ healthcheck_interval: "100ms" });
    await ready();
    const slow = httpCall(url, { body: echo(3) });
    while (!output.includes("slow call taken")) await once(child.stdout ?? child, "data");
    child.kill("SIGTERM");
    expect((await slow).status).to.equal(200);
    await once(child, "exit");
    expect(child.exitCode).to.equal(0);
  });

  for (const [what, byte] of [
    ["process.exit(0) in a handler", 1],
    ["a rejection that nobody handles", 2],
  ] as const)
    it(`exits 1 after ${what}`, async () => {
      await start();
      await ready();
      void httpCall(url, { body: echo(byte) }).catch(() => {});
      await once(child, "exit");
      expect(child.exitCode).to.equal(1);
    });

  it("does not start where the template would read messages as text", async () => {
    await start({ RAW_BODY: "false" });
    await once(child, "close");
    expect(child.exitCode).to.equal(1);
    const { message } = JSON.parse(output) as { readonly message: string };
    expect(message).to.match(
      /^The function could not start: RAW_BODY is not true: set RAW_BODY: "true" and MAX_RAW_SIZE/,
    );
  });
});

import { expect } from "chai";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DevError } from "../../emulator/dev-error.js";
import { startDev, type Dev, type DevOptions } from "../../emulator/dev.js";
import { GatewayClient } from "../../runtime/openfaas/gateway-client.js";
import { GatewayError } from "../../runtime/openfaas/gateway-error.js";
import { ALL_BYTES } from "../runtime/openfaas/all-bytes.js";
import { httpCall } from "../runtime/openfaas/http-call.js";
import { ECHO, makeFolder, removeFolders } from "./gen-folder.js";
import { haveEnded } from "./is-alive.js";

describe("dev", () => {
  let dev: Dev | undefined;
  let root: string;
  let lines: string[];

  afterEach(async () => {
    await dev?.close();
    dev = undefined;
    await removeFolders();
  });

  async function start(files: Readonly<Record<string, string>>, options: Partial<DevOptions> = {}): Promise<Dev> {
    root = await makeFolder(files);
    lines = [];
    dev = await startDev({
      genDir: join(root, "gen"),
      port: 0,
      execTimeoutMs: 5_000,
      onLine: (line) => lines.push(line),
      ...options,
    });
    return dev;
  }

  it("serves every function by name, byte for byte, and stops all of them", async () => {
    const { url, functions } = await start({
      "gen/functions/echo/index.ts": ECHO,
      "gen/functions/other-echo/index.ts": ECHO,
    });
    expect(functions).to.deep.equal(["echo", "other-echo"]);
    const client = new GatewayClient(url);
    for (const name of functions)
      expect([...(await client.post(name, ALL_BYTES, "application/x-thrift", 10_000))]).to.deep.equal([...ALL_BYTES]);
    client.close();
    const pids = await Promise.all(
      functions.map(async (name) => Number((await httpCall(`${url}/function/${name}/pid`)).body.toString())),
    );
    expect(lines.toSorted()[0]).to.match(/^echo {7}\| ready after/);
    expect(lines.toSorted()[1]).to.match(/^other-echo \| ready after/);
    await dev?.close();
    dev = undefined;
    expect(await haveEnded(...pids)).to.equal(true);
  });

  it("gives functions their store, their gateway and what is asked for", async () => {
    const { url } = await start({ "gen/functions/echo/index.ts": ECHO }, { env: { EXTRA: "1" } });
    const env: unknown = JSON.parse((await httpCall(`${url}/function/echo/env`)).body.toString());
    expect(env).to.include({
      THRIFT_FAAS_STORE: `lmdb:${join(root, ".thrift-faas/store")}`,
      THRIFT_FAAS_GATEWAY: url,
      EXTRA: "1",
    });
    expect(await readFile(join(root, ".thrift-faas/.gitignore"), "utf8")).to.equal("*\n");
  });

  it("lets the caller choose the work folder and override the store", async () => {
    const workDir = join(await makeFolder({}), "work");
    const { url } = await start(
      { "gen/functions/echo/index.ts": ECHO },
      { workDir, env: { THRIFT_FAAS_STORE: "memory:" } },
    );
    const env: unknown = JSON.parse((await httpCall(`${url}/function/echo/env`)).body.toString());
    expect(env).to.include({ THRIFT_FAAS_STORE: "memory:" });
    expect(await readFile(join(workDir, "functions/echo.cjs"), "utf8")).to.contain("createServer");
  });

  it("answers 500 when a function is killed in the middle, and starts it again", async () => {
    const running = await start({ "gen/functions/echo/index.ts": ECHO });
    expect(running.kill("echo", "SIGKILL")).to.equal(false);
    expect(running.kill("nope", "SIGKILL")).to.equal(false);
    const client = new GatewayClient(running.url);
    const call = httpCall(`${running.url}/function/echo/hang`, {
      body: ALL_BYTES,
      headers: { "Content-Type": "application/x-thrift" },
    });
    while (!lines.some((line) => line.endsWith("hanging"))) await sleep(5);
    expect(running.kill("echo", "SIGKILL")).to.equal(true);
    const reply = await call;
    expect(reply.status).to.equal(500);
    expect(reply.headers).to.include({ "x-openfaas-internal": "of-watchdog", "content-type": "application/x-thrift" });
    expect([...(await client.post("echo", ALL_BYTES, "application/x-thrift", 10_000))]).to.deep.equal([...ALL_BYTES]);
    client.close();
  });

  it("shows an uncaught error at its place in the TypeScript source", async () => {
    const { url } = await start({ "gen/functions/echo/index.ts": ECHO });
    expect((await httpCall(`${url}/function/echo/crash`)).status).to.equal(500);
    expect(lines.join("\n")).to.match(
      /echo {4}\| Error: crashed on purpose\necho {4}\| .*gen\/functions\/echo\/index\.ts:\d+/,
    );
    expect(lines.at(-1)).to.match(/ended \(exit code 1\); the next call starts it again$/);
  });

  it("504 when a function takes too long; its process goes on", async () => {
    const { url } = await start({ "gen/functions/echo/index.ts": ECHO }, { execTimeoutMs: 200 });
    const before = (await httpCall(`${url}/function/echo/pid`)).body.toString();
    expect((await httpCall(`${url}/function/echo/hang`)).status).to.equal(504);
    expect((await httpCall(`${url}/function/echo/pid`)).body.toString()).to.equal(before);
  });

  it("shows a build error with its place, and builds again when the source is mended", async () => {
    const { url } = await start({ "gen/functions/echo/index.ts": `${ECHO}\nconst x = ;\n` });
    const client = new GatewayClient(url);
    const error = await client
      .post("echo", ALL_BYTES, "application/x-thrift", 10_000)
      .catch((reason: unknown) => reason);
    expect(error)
      .to.be.instanceOf(GatewayError)
      .with.property("message")
      .that.contains("Can't reach service for: echo.");
    expect(lines.join("\n")).to.match(
      /^echo {4}\| could not start: .*ERROR.*Unexpected ";"\n[^]*index\.ts:\d+:10:\n.*const x = ;\n.*\^/,
    );
    await writeFile(join(root, "gen/functions/echo/index.ts"), ECHO);
    expect(await client.post("echo", ALL_BYTES, "application/x-thrift", 10_000)).to.have.length(ALL_BYTES.length);
    client.close();
  });

  it("does not leave all collecting to a function that crashes", async () => {
    const listening = `import { createServer } from "node:http";
      const server = createServer((request, response) => {
        if (request.headers["x-topic"] === "cron-function") console.log("cron has come");
        response.end();
      });
      server.listen(Number(process.env.http_port), "127.0.0.1");`;
    const crashing = listening.replace("console.log", "process.exit");
    const { url } = await start(
      { "gen/functions/a/index.ts": crashing, "gen/functions/b/index.ts": listening },
      { cronMs: 50 },
    );
    for (const name of ["a", "b"]) await httpCall(`${url}/function/${name}`).catch(() => {});
    while (!lines.some((line) => line.endsWith("cron has come"))) await sleep(5);
  });

  it("says so when the port is taken", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const address = blocker.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const error = await start({ "gen/functions/echo/index.ts": ECHO }, { port }).catch((reason: unknown) => reason);
    expect(error)
      .to.be.instanceOf(DevError)
      .with.property("message")
      .that.matches(/^Port \d+ is in use\. .*--port/);
    blocker.close();
  });
});

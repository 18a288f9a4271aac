import { expect } from "chai";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DevError } from "../../emulator/dev-error.js";
import { startDev, type Dev, type DevOptions } from "../../emulator/dev.js";
import { GatewayClient } from "../../runtime/openfaas/gateway-client.js";
import { ALL_BYTES } from "../runtime/openfaas/all-bytes.js";
import { httpCall } from "../runtime/openfaas/http-call.js";
import { ECHO, makeFolder, removeFolders } from "./gen-folder.js";
import { haveEnded } from "./is-alive.js";
import { stackYaml, type StackEntry } from "./stack-yaml.js";

describe("dev", () => {
  let dev: Dev | undefined;
  let root: string;
  let lines: string[];

  afterEach(async () => {
    await dev?.close();
    dev = undefined;
    await removeFolders();
  });

  /** @param functions by name, each with the source of its index.ts */
  async function start(
    functions: Readonly<Record<string, StackEntry & { readonly source?: string }>>,
    options: Partial<DevOptions> = {},
    files: Readonly<Record<string, string>> = {},
  ): Promise<Dev> {
    const stack: Record<string, StackEntry> = {};
    const sources: Record<string, string> = {};
    for (const [name, { source = ECHO, ...entry }] of Object.entries(functions)) {
      stack[name] = entry;
      sources[`gen/functions/${name}/index.ts`] = source;
    }
    root = await makeFolder({
      "gen/stack.yaml": stackYaml(stack),
      ...sources,
      ...files,
    });
    lines = [];
    dev = await startDev({ genDir: join(root, "gen"), port: 0, onLine: (line) => lines.push(line), ...options });
    return dev;
  }

  async function environmentOf(url: string, name: string): Promise<Record<string, string>> {
    return JSON.parse((await httpCall(`${url}/function/${name}/env`)).body.toString()) as Record<string, string>;
  }

  it("serves every function by name, byte for byte, and stops all of them", async () => {
    const { url, functions } = await start({ echo: {}, "other-echo": {} });
    expect(functions).to.deep.equal(["echo", "other-echo"]);
    const client = new GatewayClient(url);
    for (const name of functions)
      expect([...(await client.post(name, ALL_BYTES, "application/x-thrift", 30_000))]).to.deep.equal([...ALL_BYTES]);
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

  it("gives functions what the stack file says, and their store, their gateway and what is asked for", async () => {
    process.env["NOT_IN_THE_STACK"] = "1";
    const { url } = await start(
      {
        echo: {
          environment: { OF_STACK: 1, EXTRA: 0, THRIFT_FAAS_STORE: "redis://x", THRIFT_FAAS_METRICS_PORT: 9464 },
        },
      },
      { env: { EXTRA: "1" } },
    );
    delete process.env["NOT_IN_THE_STACK"];
    const env = await environmentOf(url, "echo");
    expect(env).to.include({
      THRIFT_FAAS_STORE: `lmdb:${join(root, ".thrift-faas/store")}`,
      THRIFT_FAAS_GATEWAY: url,
      EXTRA: "1",
      OF_STACK: "1",
    });
    expect(env).to.not.have.any.keys("NOT_IN_THE_STACK", "THRIFT_FAAS_METRICS_PORT");
    expect(await readFile(join(root, ".thrift-faas/.gitignore"), "utf8")).to.equal("*\n");
  });

  it("gives a function the secrets that it lists, of those in .secrets, and no others", async () => {
    const { url } = await start(
      { echo: { secrets: ["listed", "missing"] }, other: {} },
      {},
      {
        "gen/.secrets/listed": "known",
        "gen/.secrets/unlisted": "unknown",
      },
    );
    const { THRIFT_FAAS_SECRETS: folder = "" } = await environmentOf(url, "echo");
    expect(await readFile(join(folder, "listed"), "utf8")).to.equal("known");
    for (const name of ["unlisted", "missing"])
      expect(await readFile(join(folder, name), "utf8").catch((error: NodeJS.ErrnoException) => error.code)).to.equal(
        "ENOENT",
      );
    expect((await environmentOf(url, "other"))["THRIFT_FAAS_SECRETS"]).to.not.equal(folder);
  });

  it("lets the caller choose the work folder and override the store", async () => {
    const workDir = join(await makeFolder({}), "work");
    const { url } = await start({ echo: {} }, { workDir, env: { THRIFT_FAAS_STORE: "memory:" } });
    expect(await environmentOf(url, "echo")).to.include({ THRIFT_FAAS_STORE: "memory:" });
    expect(await readFile(join(workDir, "functions/echo/function.cjs"), "utf8")).to.contain("createServer");
  });

  it("answers when a function is killed in the middle, and starts it again", async () => {
    const running = await start({ echo: {} });
    expect(running.kill("nope", "SIGKILL")).to.equal(false);
    const call = httpCall(`${running.url}/function/echo/hang`, { body: ALL_BYTES });
    while (!lines.some((line) => line.endsWith("hanging"))) await sleep(5);
    expect(running.kill("echo", "SIGKILL")).to.equal(true);
    expect((await call).status).to.equal(500);
    // Until its end is noticed a call gets a 500 as well.
    let reply = await httpCall(`${running.url}/function/echo`, { body: ALL_BYTES });
    while (reply.status === 500) reply = await httpCall(`${running.url}/function/echo`, { body: ALL_BYTES });
    expect([...reply.body]).to.deep.equal([...ALL_BYTES]);
  });

  it("shows an uncaught error at its place in the TypeScript source", async () => {
    const { url } = await start({ echo: {} });
    expect((await httpCall(`${url}/function/echo/crash`)).status).to.equal(500);
    while (!lines.some((line) => line.endsWith("the function has ended (exit code 1)"))) await sleep(5);
    expect(lines.join("\n")).to.match(
      /echo {4}\| Error: crashed on purpose\necho {4}\| .*gen\/functions\/echo\/index\.ts:\d+/,
    );
  });

  it("shows a build error with its place, and goes on when the source is mended", async () => {
    const { url } = await start({ echo: { source: `${ECHO}\nconst x = ;\n` } });
    const call = httpCall(`${url}/function/echo`, { body: ALL_BYTES });
    while (!lines.some((line) => line.includes("could not start"))) await sleep(5);
    expect(lines.join("\n")).to.match(
      /^echo {4}\| could not start: .*ERROR.*Unexpected ";"\n[^]*index\.ts:\d+:10:\n.*const x = ;\n.*\^/,
    );
    await writeFile(join(root, "gen/functions/echo/index.ts"), ECHO);
    expect((await call).body).to.have.length(ALL_BYTES.length);
    expect(lines.filter((line) => line.includes("could not start"))).to.have.length(1);
  });

  it("shows what may be wrong with the stack file and works", async () => {
    const { url } = await start({ echo: { environment: { exec_timeout: "2m" } } });
    expect(lines.filter((line) => line.includes("stack.yaml:"))).to.have.length(2);
    expect((await httpCall(`${url}/function/echo`)).status).to.equal(200);
  });

  it("has calls fail at random when asked to, as the seed says", async () => {
    const { url } = await start({ echo: {} }, { chaosSeed: 1 });
    for (let call = 0; !lines.some((line) => /^gateway \| chaos: call \d+, to echo: /.test(line)); call++)
      await httpCall(`${url}/function/echo`).catch(() => {});
  });

  it("says so when the port is taken", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const address = blocker.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const error = await start({ echo: {} }, { port }).catch((reason: unknown) => reason);
    expect(error)
      .to.be.instanceOf(DevError)
      .with.property("message")
      .that.matches(/^Port \d+ is in use\. .*--port/);
    blocker.close();
  });
});

import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findFreePort } from "../../../emulator/free-port.js";
import { waitUntilReady } from "../../../emulator/wait-until-ready.js";
import { httpCall } from "./http-call.js";

const FIXTURE = fileURLToPath(new URL("./process-fixture.js", import.meta.url));

interface Fixture {
  readonly url: string;
  readonly process: ChildProcess;
  readonly output: { text: string; errors: string };
  readonly exit: Promise<number | NodeJS.Signals | null>;
}

describe("function process", () => {
  const fixtures: Fixture[] = [];

  async function run(env: NodeJS.ProcessEnv = {}): Promise<Fixture> {
    const port = await findFreePort();
    const child = spawn(process.execPath, [FIXTURE], {
      env: { ...process.env, http_port: String(port), healthcheck_interval: "0", ...env },
    });
    const output = { text: "", errors: "" };
    child.stdout.on("data", (chunk) => (output.text += String(chunk)));
    child.stderr.on("data", (chunk) => (output.errors += String(chunk)));
    const exit = once(child, "close").then(() => child.signalCode ?? child.exitCode);
    const fixture = { url: `http://127.0.0.1:${port}`, process: child, output, exit };
    fixtures.push(fixture);
    return fixture;
  }

  async function runReady(env: NodeJS.ProcessEnv = {}): Promise<Fixture> {
    const fixture = await run(env);
    await waitUntilReady(Number(new URL(fixture.url).port), AbortSignal.timeout(5_000));
    return fixture;
  }

  function onlyLine({ output }: Fixture): Readonly<Record<string, unknown>> {
    expect(output.errors.trimEnd().split("\n")).to.have.length(1);
    return JSON.parse(output.errors) as Readonly<Record<string, unknown>>;
  }

  afterEach(() => {
    for (const fixture of fixtures.splice(0)) fixture.process.kill("SIGKILL");
  });

  it("on SIGTERM serves on for the drain time, finishes what is under way, and exits 0", async () => {
    const fixture = await runReady({ healthcheck_interval: "200ms" });
    const slow = httpCall(fixture.url, { body: Buffer.from("slow") });
    while (!fixture.output.text.includes("slow call taken")) await sleep(5);
    fixture.process.kill("SIGTERM");
    await sleep(50);
    expect((await httpCall(fixture.url, { body: Buffer.from("new") })).status).to.equal(200);
    expect((await slow).body.toString()).to.equal("slow");
    expect(await fixture.exit).to.equal(0);
    expect(fixture.output.text).to.contain("released");
    expect(fixture.output.errors).to.equal("");
  });

  it("stops no faster when it is told so twice", async () => {
    const fixture = await runReady({ healthcheck_interval: "200ms" });
    const slow = httpCall(fixture.url, { body: Buffer.from("slow") });
    while (!fixture.output.text.includes("slow call taken")) await sleep(5);
    fixture.process.kill("SIGTERM");
    await sleep(50);
    fixture.process.kill("SIGTERM");
    expect((await slow).body.toString()).to.equal("slow");
    expect(await fixture.exit).to.equal(0);
  });

  it("exits 1 with one line when it cannot stop in order", async () => {
    const fixture = await runReady({ FAIL_TO_CLOSE: "1" });
    fixture.process.kill("SIGTERM");
    expect(await fixture.exit).to.equal(1);
    expect(fixture.output.errors.trim().split("\n")).to.have.length(1);
  });

  for (const [message, line] of [
    ["throw", { message: "Uncaught exception", error: /^Error: thrown in the\nbackground\n +at / }],
    ["reject", { message: "Unhandled rejection", error: /^Error: nobody waits for this\n +at / }],
  ] as const)
    it(`exits 1 with one line after a detached ${message}`, async () => {
      const fixture = await runReady();
      const reply = await httpCall(fixture.url, { body: Buffer.from(message) }).catch((error: Error) => error);
      expect(reply).to.be.instanceOf(Error);
      expect(await fixture.exit).to.equal(1);
      const logged = onlyLine(fixture);
      expect(logged).to.include({ level: "error", message: line.message });
      expect(logged["error"]).to.match(line.error);
    });

  it("exits 1 even when a handler asks for 0, which would make a zombie of the watchdog", async () => {
    const fixture = await runReady();
    await httpCall(fixture.url, { body: Buffer.from("exit") }).catch(() => {});
    expect(await fixture.exit).to.equal(1);
  });

  it("exits 1 with the message alone when it cannot start", async () => {
    const fixture = await run({ FAIL_TO_PREPARE: "1" });
    expect(await fixture.exit).to.equal(1);
    const { time: _, ...line } = onlyLine(fixture);
    expect(line).to.deep.equal({ level: "error", message: "The function could not start: the store is not named" });
  });

  it("exits 1 and says so when what it waits for at its start never comes", async () => {
    const fixture = await run({ PREPARE_FOR_EVER: "1" });
    expect(await fixture.exit).to.equal(1);
    expect(onlyLine(fixture)["message"]).to.include("waits for something that never comes");
  });

  it("exits 0 at once on SIGTERM before it serves, whatever its start waits for", async () => {
    const fixture = await run({ PREPARE_AT_LEISURE: "1" });
    while (!fixture.output.text.includes("preparing")) await sleep(5);
    fixture.process.kill("SIGTERM");
    expect(await fixture.exit).to.equal(0);
  });

  it("exits 1 when its port is taken", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const address = blocker.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const fixture = await run({ http_port: String(port) });
    expect(await fixture.exit).to.equal(1);
    expect(onlyLine(fixture)["message"]).to.match(/^The function could not start: listen EADDRINUSE/);
    blocker.close();
  });
});

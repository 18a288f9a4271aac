import { expect } from "chai";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FunctionProcess, type FunctionProcessOptions } from "../../emulator/function-process.js";
import { httpCall } from "../runtime/openfaas/http-call.js";
import { makeFolder, removeFolders } from "./gen-folder.js";
import { haveEnded, isAlive } from "./is-alive.js";

const SERVE = `
import { createServer } from "node:http";
const serve = () => createServer((_, response) => response.end(String(process.pid))).listen(Number(process.env.http_port), "127.0.0.1");
`;

describe("function process in the emulator", () => {
  const processes: FunctionProcess[] = [];
  let lines: string[];

  beforeEach(() => (lines = []));
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((started) => started.stop()));
    await removeFolders();
  });

  async function make(module: string, options: Partial<FunctionProcessOptions> = {}): Promise<FunctionProcess> {
    const file = join(await makeFolder({ "main.mjs": SERVE + module }), "main.mjs");
    const env = { ...process.env, PRIVATE: "value" };
    const made = new FunctionProcess({
      build: async () => file,
      env,
      preload: [],
      onLine: (line) => lines.push(line),
      ...options,
    });
    processes.push(made);
    return made;
  }

  async function pidAt(made: FunctionProcess): Promise<number> {
    return Number((await httpCall(`http://127.0.0.1:${await made.port()}`)).body.toString());
  }

  it("is started by the first call, once for all that come meanwhile", async () => {
    let builds = 0;
    const folder = await makeFolder({
      "main.mjs": `${SERVE} console.log("begun", process.env.PRIVATE); setTimeout(serve, 100);`,
    });
    const made = await make("", { build: async () => (builds++, join(folder, "main.mjs")) });
    expect(made.kill("SIGKILL")).to.equal(false);
    const pids = await Promise.all(Array.from({ length: 10 }, () => pidAt(made)));
    expect(new Set(pids).size).to.equal(1);
    expect(builds).to.equal(1);
    expect(lines[0]).to.equal("begun value");
    expect(lines[1]).to.match(/^ready after \d+ ms, process \d+$/);
  });

  it("is started again by the first call after it was killed", async () => {
    const made = await make("serve();");
    const first = await pidAt(made);
    expect(made.kill("SIGKILL")).to.equal(true);
    await made.suspect();
    const second = await pidAt(made);
    expect(second).to.not.equal(first);
    expect(isAlive(first)).to.equal(false);
    expect(lines).to.include("ended (SIGKILL); the next call starts it again");
  });

  it("reports a start that fails, with the last lines of stderr, and tries again at the next call", async () => {
    const made = await make(
      `console.error("first"); for (let i = 0; i < 10; i++) console.error("line " + i); process.exit(3);`,
    );
    for (let attempt = 0; attempt < 2; attempt++) {
      lines = [];
      const errors = await Promise.all(
        [made.port(), made.port()].map((port) => port.catch((error: Error) => error.message)),
      );
      expect(errors[0]).to.equal(errors[1]);
      const report = lines.slice(lines.indexOf("could not start: ended before it was ready (exit code 3)"));
      expect(report).to.deep.equal([
        "could not start: ended before it was ready (exit code 3)",
        ...Array.from({ length: 10 }, (_, index) => `  line ${index}`),
      ]);
    }
  });

  it("reports a start that takes too long, and leaves nothing of it", async () => {
    const made = await make(`console.log(process.pid); setInterval(() => {}, 1000);`, { startLimitMs: 200 });
    expect(await made.port().catch((error: Error) => error.message)).to.equal("was not ready after 200 ms");
    expect(lines).to.include("could not start: was not ready after 200 ms");
    expect(await haveEnded(Number(lines[0]))).to.equal(true);
  });

  it("reports a function that ends without ever serving", async () => {
    const made = await make("");
    expect(await made.port().catch((error: Error) => error.message)).to.equal(
      "ended before it was ready (exit code 0)",
    );
  });

  it("loads what is to be preloaded first", async () => {
    const observer = `data:text/javascript,console.log("observing")`;
    await pidAt(await make(`console.log("running"); serve();`, { preload: [observer] }));
    expect(lines.slice(0, 2)).to.deep.equal(["observing", "running"]);
  });

  it("stops with SIGTERM, and with SIGKILL when that is ignored", async () => {
    const polite = await make(`process.on("SIGTERM", () => { console.log("bye"); process.exit(0); }); serve();`);
    const stubborn = await make(`process.on("SIGTERM", () => console.log("no")); serve();`);
    const pids = await Promise.all([pidAt(polite), pidAt(stubborn)]);
    await Promise.all([polite.stop(), stubborn.stop()]);
    expect(pids.map(isAlive)).to.deep.equal([false, false]);
    await sleep(20);
    expect(lines.slice(2)).to.have.members(["bye", "no"]);
    expect(await polite.port().catch((error: Error) => error.message)).to.equal("is stopping");
  });

  it("stops a process that is only being started", async () => {
    const made = await make("console.log(process.pid); setInterval(() => {}, 1000);");
    const starting = made.port().catch((error: Error) => error.message);
    while (lines.length === 0) await sleep(5);
    await made.stop();
    expect(await starting).to.equal("ended before it was ready (SIGTERM)");
    expect(isAlive(Number(lines[0]))).to.equal(false);
    expect(lines).to.have.length(1);
  });
});

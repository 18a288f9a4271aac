import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { httpCall } from "../runtime/openfaas/http-call.js";
import { ECHO, makeFolder, removeFolders } from "./gen-folder.js";
import { haveEnded, isAlive } from "./is-alive.js";
import { stackYaml } from "./stack-yaml.js";

const THRIFT_FAAS = fileURLToPath(new URL("../../bin/thrift-faas.js", import.meta.url));

describe("thrift-faas dev", () => {
  const children: ChildProcess[] = [];

  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await removeFolders();
  });

  function run(cwd: string, ...args: string[]) {
    const child = spawn(process.execPath, [THRIFT_FAAS, "dev", ...args], { cwd });
    children.push(child);
    const output = { text: "", errors: "" };
    child.stdout.on("data", (chunk) => (output.text += String(chunk)));
    child.stderr.on("data", (chunk) => (output.errors += String(chunk)));
    return { child, output, exit: once(child, "close").then(() => child.signalCode ?? child.exitCode) };
  }

  function project(gen = "gen", stack = stackYaml({ echo: {} })): Promise<string> {
    return makeFolder({ [`${gen}/stack.yaml`]: stack, [`${gen}/functions/echo/index.ts`]: ECHO });
  }

  /** Started, with its function running. */
  async function runWithFunction(cwd: string, ...args: string[]) {
    const started = run(cwd, "--port", "0", ...args);
    while (!started.output.text.includes("/function/echo\n")) await sleep(10);
    const url = /http:\S+\/function\/echo$/m.exec(started.output.text)?.[0] ?? "";
    const pid = Number((await httpCall(`${url}/pid`)).body.toString());
    expect(isAlive(pid)).to.equal(true);
    return { ...started, url, pid };
  }

  for (const signal of ["SIGINT", "SIGTERM"] as const)
    it(`stops everything and exits 0 on ${signal}`, async () => {
      const { child, output, exit, pid } = await runWithFunction(await project());
      child.kill(signal);
      expect(await exit).to.equal(0);
      expect(isAlive(pid)).to.equal(false);
      expect(output.errors).to.equal("");
      expect(output.text).to.match(/^The gateway listens on http:\/\/127\.0\.0\.1:\d+; Ctrl-C stops it/m);
      expect(output.text).to.match(/^echo {4}\| ready after \d+ ms, process \d+$/m);
    });

  it("leaves no function behind when it is killed", async () => {
    const { child, pid } = await runWithFunction(await project());
    child.kill("SIGKILL");
    expect(await haveEnded(pid)).to.equal(true);
  });

  it("takes the gen folder", async () => {
    const { url } = await runWithFunction(await project("out"), "--gen", "out");
    expect((await httpCall(url)).status).to.equal(200);
  });

  it("takes a seed for chaos, or says which it has taken", async () => {
    const cwd = await project();
    for (const [args, expected] of [
      [["--chaos", "42"], /^Calls fail at random, as --chaos 42 decides\.$/m],
      [["--chaos"], /^Calls fail at random, as --chaos \d+ decides\.$/m],
    ] as const) {
      const { output } = run(cwd, "--port", "0", ...args);
      while (!output.text.includes("/function/echo\n")) await sleep(10);
      expect(output.text).to.match(expected);
    }
  });

  for (const [what, args, code, message] of [
    [
      "there is no stack file",
      [],
      1,
      "thrift-faas dev: There is no gen/stack.yaml. Generate it first: thrift-faas gen <file>.thrift -o gen\n",
    ],
    [
      "the stack file is wrong",
      ["--gen", "wrong"],
      1,
      `thrift-faas dev: wrong/stack.yaml:1:1: provider is missing; add it\nwrong/stack.yaml:2:1: unknown key "function", which faas-cli ignores; did you mean \`functions\`?\n`,
    ],
    ["the work folder cannot be written", ["--gen", "file/gen"], 1, "thrift-faas dev: Cannot write to "],
    [
      "the port is no port",
      ["--port", "80a"],
      2,
      "error: option '--port <n>' argument '80a' is invalid. A port is a number from 0 to 65535.",
    ],
    [
      "the seed is no seed",
      ["--chaos", "often"],
      2,
      "error: option '--chaos [seed]' argument 'often' is invalid. A seed is a number from 0 to 2147483647.",
    ],
  ] as const)
    it(`exits ${code} with one clear message when ${what}`, async () => {
      const cwd = await makeFolder({
        "wrong/stack.yaml": "version: 1.0\nfunction: {}\nfunctions: {}\n",
        "file/gen/stack.yaml": stackYaml({ echo: {} }),
        "file/gen/functions/echo/index.ts": ECHO,
        "file/.thrift-faas": "a file where the work folder should be",
      });
      const { output, exit } = run(cwd, ...args);
      expect(await exit).to.equal(code);
      expect(output.errors.startsWith(message), output.errors).to.equal(true);
      expect(output.errors).to.not.match(/^\s+at /m);
      expect(output.text).to.equal("");
    });
});

import { expect } from "chai";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { httpCall } from "../runtime/openfaas/http-call.js";
import { ECHO, makeFolder, removeFolders } from "./gen-folder.js";
import { haveEnded, isAlive } from "./is-alive.js";

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

  /** Started, with one function running. */
  async function runWithFunction() {
    const cwd = await makeFolder({ "gen/functions/echo/index.ts": ECHO });
    const started = run(cwd, "--port", "0");
    while (!started.output.text.includes("/function/echo\n")) await sleep(10);
    const url = /http:\S+\/function\/echo$/m.exec(started.output.text)?.[0] ?? "";
    const pid = Number((await httpCall(`${url}/pid`)).body.toString());
    expect(isAlive(pid)).to.equal(true);
    return { ...started, url, pid };
  }

  for (const signal of ["SIGINT", "SIGTERM"] as const)
    it(`stops everything and exits 0 on ${signal}`, async () => {
      const { child, output, exit, pid } = await runWithFunction();
      child.kill(signal);
      expect(await exit).to.equal(0);
      expect(isAlive(pid)).to.equal(false);
      expect(output.errors).to.equal("");
      expect(output.text).to.match(/^The gateway listens on http:\/\/127\.0\.0\.1:\d+; Ctrl-C stops it/);
      expect(output.text).to.match(/^echo {4}\| ready after/m);
    });

  it("leaves no function behind when it is killed", async () => {
    const { child, pid } = await runWithFunction();
    child.kill("SIGKILL");
    expect(await haveEnded(pid)).to.equal(true);
  });

  it("takes the gen folder and the timeout", async () => {
    const cwd = await makeFolder({ "out/functions/echo/index.ts": ECHO });
    const { output } = run(cwd, "--port", "0", "--gen", "out", "--timeout", "0.2");
    while (!output.text.includes("/function/echo\n")) await sleep(10);
    const url = /http:\S+\/function\/echo$/m.exec(output.text)?.[0] ?? "";
    expect((await httpCall(`${url}/hang`)).status).to.equal(504);
  });

  for (const [what, args, code, message] of [
    [
      "there is no gen folder",
      [],
      1,
      "thrift-faas dev: There is no folder gen/functions. Generate it first: thrift-faas gen <file>.thrift -o gen",
    ],
    [
      "there is no function",
      ["--gen", "empty"],
      1,
      "thrift-faas dev: There are no functions in empty/functions: no folder there has an index.ts. Does the IDL have a service?",
    ],
    ["the work folder cannot be written", ["--gen", "file/gen"], 1, "thrift-faas dev: Cannot write to "],
    [
      "the port is no port",
      ["--port", "80a"],
      2,
      "error: option '--port <n>' argument '80a' is invalid. A port is a number from 0 to 65535.",
    ],
    [
      "the timeout is no time",
      ["--timeout", "0"],
      2,
      "error: option '--timeout <seconds>' argument '0' is invalid. It is a number of seconds above 0, a day at most.",
    ],
  ] as const)
    it(`exits ${code} with one clear message when ${what}`, async () => {
      const cwd = await makeFolder({
        "empty/functions/readme.md": "",
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

/** Does what the README's quick start says, as a new user would: in an empty folder, with the packed package. */

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { findFreePort } from "../emulator/free-port.js";
import { PACKAGE } from "./support/imports.js";
import { runShell } from "./support/shell.js";

type Block =
  | { readonly kind: "sh"; readonly lines: readonly string[] }
  | { readonly kind: "file"; readonly name: string; readonly text: string };

/** The fenced blocks of a section: a file names itself in its first line, everything else is typed into a shell. */
function readBlocks(heading: string): Block[] {
  const readme = readFileSync(join(PACKAGE, "README.md"), "utf8");
  const section = readme.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text = ""]) => {
    if (language === "sh") return { kind: "sh", lines: text.trim().split("\n") };
    const [first = "", ...rest] = text.split("\n");
    return { kind: "file", name: first.replace("// ", ""), text: rest.join("\n") };
  });
}

describe("the README's quick start", () => {
  let folder: string;
  let dev: ChildProcess | undefined;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "thrift-faas-readme-"));
  });

  after(async () => {
    if (dev?.pid !== undefined && dev.exitCode === null) {
      // As Ctrl-C does: to npx and to what it runs.
      process.kill(-dev.pid, "SIGINT");
      await once(dev, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it("ends with a greeting that is counted on, also after a kill -9", async function () {
    this.timeout(180_000);
    const [tarball = ""] = (await runShell(`npm pack --silent --pack-destination "${folder}"`, PACKAGE))
      .trim()
      .split("\n");
    const port = String(await findFreePort());
    const adapt = (text: string): string =>
      text.replace("npm install thrift-faas", `npm install ../${tarball}`).replaceAll("8080", port);
    const blocks = readBlocks("Quick start");
    expect(blocks.length).to.equal(7);
    const last = blocks.pop();
    const project = join(folder, "project");
    mkdirSync(project);
    for (const block of blocks) {
      if (block.kind === "sh") await runShell(adapt(block.lines.join("\n")), project);
      else {
        mkdirSync(dirname(join(project, block.name)), { recursive: true });
        writeFileSync(join(project, block.name), adapt(block.text));
      }
    }
    dev = spawn("npx", ["thrift-faas", "dev", "--port", port], {
      cwd: project,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let log = "";
    dev.stdout?.on("data", (data: Buffer) => (log += String(data)));
    dev.stderr?.on("data", (data: Buffer) => (log += String(data)));
    while (!log.includes(port)) await sleep(20);
    if (last?.kind !== "sh") throw new Error("the quick start ends with commands");
    const commands = last.lines.join("\n");
    expect((await runShell(commands, project)).trim(), log).to.equal("Hello, Ada! 1n");
    process.kill(Number(/greeter .*process (\d+)/.exec(log)?.[1]), "SIGKILL");
    expect((await runShell(commands, project)).trim(), log).to.equal("Hello, Ada! 2n");
  });
});

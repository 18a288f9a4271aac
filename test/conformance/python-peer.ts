/** Apache Thrift's Python as the other end: code from Debian's compiler, its library, python/client.py and python/server.py. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { PACKAGE } from "../support/imports.js";
import type { Case, Outcome } from "./cases.js";
import { toPlain } from "./plain.js";
import type { CrossTestServer, Wire } from "./wire.js";

/** Debian's package is for Debian's own Python, whatever `python3` is. */
const PYTHON = "/usr/bin/python3";
const SCRIPTS = join(PACKAGE, "test/conformance/python");

/** A folder of generated Python. */
export class PythonPeer {
  readonly #folder = mkdtempSync(join(tmpdir(), "thrift-faas-python-"));

  /** @throws Error if the compiler does not take the IDL */
  generate(idl: string): this {
    const made = spawnSync("thrift", ["--gen", "py", "-out", this.#folder, idl], { encoding: "utf8" });
    if (made.status !== 0) throw new Error(`thrift --gen py ${idl}: ${made.stderr || String(made.error)}`);
    return this;
  }

  /** Runs one of the scripts, with the folder as its first argument. */
  run(script: string, ...args: readonly string[]): ChildProcess {
    return spawn(PYTHON, [join(SCRIPTS, script), this.#folder, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  }

  /** Makes the calls, one after the other over one connection. */
  async call(wire: Wire, port: number, cases: readonly Case[]): Promise<Outcome[]> {
    const client = this.run("client.py", wire.transport, wire.protocol, String(port));
    const calls = cases.map(({ service, method, args }) => ({ service, method, args: args.map(toPlain) }));
    client.stdin!.end(JSON.stringify(calls));
    const [stdout, stderr] = await Promise.all([text(client.stdout!), text(client.stderr!)]);
    if (stdout === "" || stderr !== "") throw new Error(`client.py: ${stderr || "no output"}`);
    return JSON.parse(stdout) as Outcome[];
  }

  /** Resolves when the server listens. */
  async serve(wire: Wire): Promise<CrossTestServer> {
    const server = this.run("server.py", wire.transport, wire.protocol);
    const ended = once(server, "exit");
    server.stderr!.pipe(process.stderr);
    const lines = createInterface(server.stdout!);
    const [port] = (await Promise.race([once(lines, "line"), ended])) as unknown[];
    if (typeof port !== "string") throw new Error(`server.py ended with status ${String(port)}`);
    const oneways: number[] = [];
    lines.on("line", (line) => oneways.push(Number(line.replace("oneway ", ""))));
    return {
      port: Number(port),
      oneways,
      async close() {
        server.stdin!.end();
        await ended;
      },
    };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

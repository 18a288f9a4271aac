/** A plain Thrift server in Python as a process of its own, and what it was called with. */

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { PACKAGE } from "../support/imports.js";
import { until } from "../emulator/until.js";

export type PythonTransport = "simple" | "threaded" | "http";

export interface PythonServer {
  /** As `connect` takes it. */
  readonly address: string;
  /** The one argument of each call that tells it from others. */
  readonly calls: readonly unknown[];
  close(): void;
}

/** @param generated the folder that `thrift --gen py` has written to */
export async function startPythonServer(
  generated: string,
  service: "text" | "bookshop",
  transport: PythonTransport,
  protocol: string,
): Promise<PythonServer> {
  const script = `${PACKAGE}/test/interop/server.py`;
  const child = spawn("/usr/bin/python3", [script, generated, service, transport, protocol], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const lines: unknown[] = [];
  createInterface(child.stdout).on("line", (line) => lines.push(JSON.parse(line)));
  await until(() => lines.length > 0 || child.exitCode !== null);
  const port = String(lines.shift());
  return {
    address: transport === "http" ? `thrift+http://127.0.0.1:${port}/` : `tcp://127.0.0.1:${port}`,
    calls: lines,
    close: () => void child.kill(),
  };
}

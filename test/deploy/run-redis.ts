/** Runs Redis as a container would: the ConfigMap's own files and start script, in a folder instead of a container. */

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { findFreePort } from "../support/redis-server.js";
import { fileOf } from "./read-manifests.js";

export const STORE_PASSWORD = 'it\'s "any" & $(thing) /\\|%';
export const ADMIN_PASSWORD = "0123456789abcdef";

export interface ContainedRedis {
  readonly port: number;
  readonly folder: string;
  /** As if the machine were switched off. */
  kill(): Promise<void>;
  /** Starts it, again; resolves when the readiness probe says so. */
  start(): Promise<void>;
  /** Runs one command as `admin` or, if it is to be nobody, as whoever connects; resolves to what is printed. */
  command(words: readonly string[], user?: "admin" | "probe" | "nobody"): Promise<string>;
  stop(): Promise<void>;
}

/**
 * @param configMap whose redis.conf, users.acl and start.sh are used
 * @param args further ones for Redis, after those that keep it on this machine
 */
export async function runContained(configMap: string, args: (busPort: number) => string[]): Promise<ContainedRedis> {
  const folder = mkdtempSync(join(tmpdir(), "thrift-faas-contained-"));
  for (const name of ["etc", "run", "data", "secrets", "bin"]) mkdirSync(join(folder, name));
  const port = await findFreePort();
  for (const file of ["redis.conf", "users.acl", "start.sh"]) {
    // In a container, Redis is where redis-cli looks for it.
    const text = fileOf(configMap, file).replaceAll("redis-cli ", `redis-cli -p ${port} `);
    writeFileSync(join(folder, "etc", file), inFolder(text, folder));
  }
  // The newline is what editors and `openssl rand -hex` leave.
  writeFileSync(join(folder, "secrets/thrift-faas-store-password"), `${STORE_PASSWORD}\n`);
  writeFileSync(join(folder, "secrets/redis-admin-password"), `${ADMIN_PASSWORD}\n`);
  const env = { ...process.env, PATH: pathWithNames(folder) };
  const own = ["--port", `${port}`, "--bind", "127.0.0.1", ...args(await findFreePort())];
  let kill: ContainedRedis["kill"] = async () => {};
  const command: ContainedRedis["command"] = async (words, user = "admin") => {
    const login = user === "nobody" ? [] : ["--user", user, "--pass", ADMIN_PASSWORD, "--no-auth-warning"];
    const { stdout } = await promisify(execFile)("redis-cli", ["-p", `${port}`, ...login, ...words]).catch(
      (failed: { readonly stdout: string }) => failed,
    );
    return stdout.trimEnd();
  };
  const start = async (): Promise<void> => {
    const child = spawn("sh", [join(folder, "etc/start.sh"), ...own], {
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const exit = once(child, "exit");
    let log = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (log += data.toString()));
    // The whole group: what the script has started in the background belongs to the container as well.
    const killGroup = (): void => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
    };
    process.once("exit", killGroup);
    kill = async () => {
      process.off("exit", killGroup);
      killGroup();
      await exit;
    };
    while ((await command(["ping"], "probe")) !== "PONG") {
      if (child.exitCode !== null) throw new Error(`start.sh ended:\n${log}`);
      await sleep(50);
    }
  };
  await start();
  return {
    port,
    folder,
    start,
    command,
    kill: () => kill(),
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs a ConfigMap's script for these nodes; resolves to what it prints. */
export async function runScript(
  configMap: string,
  file: string,
  env: Readonly<Record<string, string>>,
  folder: string,
): Promise<string> {
  const script = join(folder, "etc", file);
  writeFileSync(script, inFolder(fileOf(configMap, file), folder));
  const { stdout } = await promisify(execFile)("sh", [script], {
    env: { ...process.env, ...env, PATH: pathWithNames(folder) },
  });
  return stdout;
}

/** The container's folders are here folders below this one. */
function inFolder(text: string, folder: string): string {
  return text
    .replaceAll("/etc/redis", join(folder, "etc"))
    .replaceAll("/run/redis", join(folder, "run"))
    .replaceAll("/secrets", join(folder, "secrets"))
    .replace("dir /data", `dir ${join(folder, "data")}`);
}

/** Names lead to this machine, by IPv4: that is where the servers listen. */
function pathWithNames(folder: string): string {
  const getent = join(folder, "bin/getent");
  writeFileSync(getent, '#!/bin/sh\necho "127.0.0.1 $2"\n');
  chmodSync(getent, 0o755);
  return `${join(folder, "bin")}${delimiter}${process.env["PATH"] ?? ""}`;
}

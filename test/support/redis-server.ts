/**
 * Real Redis servers for tests: one, or a cluster of three. Each has a free port and a folder of its own, and ends with
 * the process at the latest.
 */

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

export interface RedisOptions {
  /** Whether writes go to the append-only file; "no" by default. */
  readonly appendonly?: "yes" | "no";
  readonly appendfsync?: "always" | "everysec" | "no";
  /** Where the append-only file lives; by default a folder that `stop` removes. */
  readonly folder?: string;
  /** Further settings, such as `{ maxmemory: "2mb" }`. */
  readonly config?: Readonly<Record<string, string>>;
}

/** What a test of a store needs of one server or a cluster. */
export interface RunningRedis {
  readonly url: string;
  /** Deletes everything. */
  flush(): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

export interface RedisServer extends RunningRedis {
  readonly port: number;
  /** Sends the signal and waits until the server is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts the killed server again, with the same port, folder and settings; resolves when it answers. */
  restart(): Promise<void>;
  /** Runs one command with redis-cli; resolves to what it prints, errors of Redis included. */
  command(...args: string[]): Promise<string>;
}

export interface RedisCluster extends RunningRedis {
  readonly nodes: readonly RedisServer[];
}

const SLOTS = 16_384;
const NODES = 3;

export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "thrift-faas-redis-")));
  const { appendonly = "no", appendfsync = "everysec" } = options;
  const settings = { bind: "127.0.0.1", save: "", dir: folder, appendonly, appendfsync, ...options.config };
  // Another process may take the port before Redis has it.
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    try {
      return await serve(port, { ...settings, port: `${port}` }, options.folder === undefined ? folder : undefined);
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

export async function startRedisCluster(): Promise<RedisCluster> {
  const nodes = await Promise.all(Array.from({ length: NODES }, startClusterNode));
  const [first] = nodes;
  if (first === undefined) throw new Error("a cluster has nodes");
  for (const [i, { server, busPort }] of nodes.entries()) {
    const slots = [Math.floor((i * SLOTS) / NODES), Math.floor(((i + 1) * SLOTS) / NODES) - 1];
    await server.command("CLUSTER", "ADDSLOTSRANGE", ...slots.map(String));
    await server.command("CLUSTER", "SET-CONFIG-EPOCH", `${i + 1}`);
    await first.server.command("CLUSTER", "MEET", "127.0.0.1", `${server.port}`, `${busPort}`);
  }
  const servers = nodes.map(({ server }) => server);
  for (const server of servers) {
    while (!(await server.command("CLUSTER", "INFO")).includes("cluster_state:ok")) await sleep(50);
  }
  return {
    url: `redis-cluster://${servers.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
    nodes: servers,
    flush: async () => {
      await Promise.all(servers.map((server) => server.flush()));
    },
    stop: async () => {
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

/** A node's second port, where the others talk to it, is by default 10 000 higher than the first: that may not exist. */
async function startClusterNode(): Promise<{ server: RedisServer; busPort: number }> {
  const busPort = await findFreePort();
  const server = await startRedis({ config: { "cluster-enabled": "yes", "cluster-port": `${busPort}` } });
  return { server, busPort };
}

/** @param ownFolder removed by `stop` */
async function serve(port: number, settings: Record<string, string>, ownFolder?: string): Promise<RedisServer> {
  let kill = await launch(settings);
  const command = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)("redis-cli", ["-p", `${port}`, ...args]);
    return stdout.trimEnd();
  };
  return {
    url: `redis://127.0.0.1:${port}/0`,
    port,
    kill: (signal = "SIGKILL") => kill(signal),
    restart: async () => {
      kill = await launch(settings);
    },
    stop: async () => {
      await kill("SIGKILL");
      if (ownFolder !== undefined) await rm(ownFolder, { recursive: true, force: true });
    },
    flush: async () => {
      await command("FLUSHALL");
    },
    command,
  };
}

/** Starts a server; resolves, when it answers, to what kills it. */
async function launch(settings: Record<string, string>): Promise<(signal: NodeJS.Signals) => Promise<void>> {
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "ignore"] });
  const exit = once(child, "exit");
  const killWithMe = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithMe);
  const lines: string[] = [];
  const output = createInterface(child.stdout).on("line", (line) => lines.push(line));
  const ready = new Promise<void>((resolve) => {
    output.on("line", (line) => line.includes("Ready to accept connections") && resolve());
  });
  const ended = exit.then(() => {
    process.off("exit", killWithMe);
    throw new Error(`redis-server ended:\n${lines.join("\n")}`);
  });
  await Promise.race([ready, ended]);
  return async (signal) => {
    child.kill(signal);
    await exit;
  };
}

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

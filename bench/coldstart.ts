/**
 * How long it takes from the start of a process to its first reply, which is what a caller of a function waits for that is
 * scaled to zero: ours as images have it, beside a bare `node:http` server and an Express server such as OpenFaaS' own Node
 * templates are. Interleaved rounds, medians; the ratios are what counts.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp } from "node:fs/promises";
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "../emulator/free-port.js";
import { PACKAGE } from "../test/support/imports.js";
import { Project } from "../test/support/project.js";
import { startRedis } from "../test/support/redis-server.js";

const ROUNDS = Number(process.argv[2] ?? 41);

const GREETER = `
struct GreeterState { 1: map<string, i64> counts }
service Greeter { i64 greet(1: string name) } (faas.state = "GreeterState")
`;

const HANDLER = `
import type { GreeterHandler } from "../../greeter/greeter.js";
export const handler: GreeterHandler = {
  greet: (name, invocation) => invocation.state.counts.update(name, (before = 0n) => before + 1n),
};
`;

/** \`greet("A")\` in the binary protocol. */
const CALL = Buffer.from("80010001000000056772656574000000000b0001000000014100", "hex");

const ECHO = `(request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks);
    response.writeHead(200, { "Content-Type": "application/x-thrift", "Content-Length": body.length }).end(body);
  });
}`;

const BARE = `require("node:http").createServer(${ECHO}).listen(Number(process.env.http_port), "127.0.0.1");`;

const EXPRESS = `
const express = require("express");
const app = express();
app.use(express.raw({ type: "*/*" }));
app.use((request, response) => response.set("Content-Type", "application/x-thrift").send(request.body));
app.listen(Number(process.env.http_port), "127.0.0.1");`;

/** As little as a function on Redis can be: ioredis as it is in our bundles, from its cache, and one command before the reply. */
const REDIS_ALONE = `
const { readFileSync } = require("node:fs");
const file = __dirname + "/dist/greeter/ioredis.cjs";
const cachedData = readFileSync(file + "." + process.version + "-" + process.arch + ".cache");
const script = new (require("node:vm").Script)(readFileSync(file, "latin1"), { filename: file, cachedData });
const ioredis = { exports: {} };
script.runInThisContext()(ioredis.exports, require, ioredis, file, __dirname);
const redis = new ioredis.exports.Redis(process.env.THRIFT_FAAS_STORE);
const echo = ${ECHO};
require("node:http").createServer((request, response) => {
  redis.set("floor", "1").then(() => echo(request, response));
}).listen(Number(process.env.http_port), "127.0.0.1");`;

/** Milliseconds until the first reply. */
async function startOnce(file: string, store: string): Promise<number> {
  const port = await findFreePort();
  const begun = performance.now();
  const child = spawn(process.execPath, [file], {
    env: { http_port: String(port), THRIFT_FAAS_STORE: store, NODE_PATH: `${PACKAGE}/node_modules` },
    stdio: ["ignore", "inherit", "inherit"],
  });
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`${file} has ended`);
      const status = await post(port);
      if (status === 200) return performance.now() - begun;
      if (status !== undefined) throw new Error(`${file} has answered ${status}`);
      await sleep(1);
    }
  } finally {
    const ended = once(child, "exit");
    if (child.kill("SIGKILL")) await ended;
  }
}

/** The status of the reply; undefined while nobody listens. */
function post(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const sent = request({ host: "127.0.0.1", port, method: "POST", agent: false }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    });
    sent.on("error", () => resolve(undefined));
    sent.end(CALL);
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

const project = new Project();
const redis = await startRedis({ appendonly: "yes", appendfsync: "always" });
try {
  project.write("greeter.thrift", GREETER);
  await project.thriftFaas("gen", "greeter.thrift", "-o", "gen");
  project.write("gen/functions/greeter/handler.ts", HANDLER);
  await project.thriftFaas("bundle", "gen/functions/greeter", "-o", "dist");
  project.write("bare.cjs", BARE);
  project.write("express.cjs", EXPRESS);
  project.write("redis-alone.cjs", REDIS_ALONE);
  const ours = project.path("dist/greeter");
  await cp(ours, `${ours}-uncached`, { recursive: true, filter: (path) => !path.endsWith(".cache") });
  const variants: readonly (readonly [name: string, file: string, store: string])[] = [
    ["bare node:http", project.path("bare.cjs"), ""],
    ["Express", project.path("express.cjs"), ""],
    ["ioredis and one SET, nothing else", project.path("redis-alone.cjs"), redis.url],
    ["thrift-faas, memory", `${ours}/index.cjs`, "memory:"],
    ["thrift-faas, Redis", `${ours}/index.cjs`, redis.url],
    ["thrift-faas, Redis, no code cache", `${ours}-uncached/index.cjs`, redis.url],
  ];
  const times = variants.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, [, file, store]] of variants.entries()) times[index]?.push(await startOnce(file, store));
  const floor = median(times[0] ?? []);
  console.log(
    `Start of the process to the first reply, medians of ${ROUNDS} interleaved rounds, Node.js ${process.version}`,
  );
  for (const [index, [name]] of variants.entries()) {
    const value = median(times[index] ?? []);
    console.log(`${name.padEnd(36)}${value.toFixed(1).padStart(8)} ms${(value / floor).toFixed(2).padStart(8)} x bare`);
  }
} finally {
  await redis.stop();
  project.remove();
}

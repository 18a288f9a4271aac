/** What a whole function loads, listens to and says when it starts, by its settings. */

import { expect } from "chai";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { findFreePort } from "../../../emulator/free-port.js";
import { waitUntilReady } from "../../../emulator/wait-until-ready.js";
import { PACKAGE } from "../../support/imports.js";
import { httpCall } from "../openfaas/http-call.js";

/** Serves nothing, and tells which packages it has loaded when it is asked to. */
const FUNCTION = `
import { createRequire } from "node:module";
import { defineFunction, hostService, serve } from ${JSON.stringify(pathToFileURL(join(PACKAGE, "dist/runtime/codegen/v1.js")).href)};
serve(defineFunction("idle", [hostService({ name: "Idle", function: "idle", methods: new Map() }, { handler: {} })]));
const { cache } = createRequire(import.meta.url);
process.on("SIGUSR2", () => console.log(JSON.stringify(Object.keys(cache))));
`;

describe("a function that is observed", () => {
  let child: ChildProcess;
  let port: number;
  let out: string;
  let errors: string;

  async function start(env: NodeJS.ProcessEnv): Promise<void> {
    port = await findFreePort();
    child = spawn(process.execPath, ["--input-type=module", "--eval", FUNCTION], {
      env: { ...process.env, http_port: String(port), healthcheck_interval: "0", THRIFT_FAAS_STORE: "memory:", ...env },
    });
    out = "";
    errors = "";
    child.stdout?.on("data", (chunk) => (out += String(chunk)));
    child.stderr?.on("data", (chunk) => (errors += String(chunk)));
  }

  async function loaded(): Promise<string[]> {
    await waitUntilReady(port, AbortSignal.timeout(30_000));
    child.kill("SIGUSR2");
    while (!out.includes("\n")) await sleep(5);
    const files = JSON.parse(out) as readonly string[];
    return files.filter((file) => /node_modules\/(prom-client|@opentelemetry)\//.test(file));
  }

  afterEach(() => child.kill("SIGKILL"));

  it("loads nothing for metrics and traces that nobody wants", async () => {
    await start({});
    expect(await loaded()).to.deep.equal([]);
  });

  it("serves metrics on a port of their own, and not on the one that the gateway reaches", async () => {
    await start({ THRIFT_FAAS_METRICS_PORT: "0" });
    await loaded();
    const line = JSON.parse(errors) as Readonly<Record<string, unknown>>;
    expect(line["message"]).to.equal("Serving metrics");
    const { body } = await httpCall(`http://127.0.0.1:${String(line["port"])}/metrics`, { method: "GET" });
    expect(body.toString()).to.include("thrift_faas_attempts_in_flight 0");
    expect((await httpCall(`http://127.0.0.1:${port}/metrics`, { method: "GET" })).status).to.equal(405);
  });

  it("loads what traces before it is ready, and ends in order though nobody collects them", async () => {
    await start({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" });
    expect(await loaded()).not.to.deep.equal([]);
    child.kill("SIGTERM");
    const [code] = (await once(child, "close")) as [number | null];
    expect(code).to.equal(0);
  });

  for (const [name, value] of [
    ["THRIFT_FAAS_LOG_LEVEL", "loud"],
    ["THRIFT_FAAS_METRICS_PORT", "many"],
    ["THRIFT_FAAS_METRICS_PORT", "70000"],
  ] as const)
    it(`does not start with ${name}=${value}, and says so in a line`, async () => {
      await start({ [name]: value });
      const [code] = (await once(child, "close")) as [number | null];
      expect(code).to.equal(1);
      const line = JSON.parse(errors) as Readonly<Record<string, unknown>>;
      expect(line["level"]).to.equal("error");
      expect(line["message"]).to.match(new RegExp(`^The function could not start: ${name} is "${value}"; `));
    });
});

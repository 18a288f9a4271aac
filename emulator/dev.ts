/** A development machine's OpenFaaS: every function of a gen folder behind a gateway on the loopback interface. */

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { BundleError } from "../bundler/bundle-error.js";
import { bundleFunction } from "../bundler/bundle-function.js";
import { WATCHDOG } from "../bundler/entries.js";
import { DevError } from "./dev-error.js";
import { discoverFunctions } from "./discover.js";
import { formatLines } from "./format-lines.js";
import { FunctionProcess } from "./function-process.js";
import { startGateway } from "./gateway.js";

/** The source of the gateway's own lines. */
const GATEWAY = "gateway";

export interface DevOptions {
  /** Where `thrift-faas gen` has put its output. */
  readonly genDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** For bundles and the store; `.thrift-faas` beside the gen folder if absent. */
  readonly workDir?: string;
  /** Added to the environment of this process and to what functions get by themselves; wins over both. */
  readonly env?: Readonly<Record<string, string>>;
  /** How often a cron connector posts to a function, which makes it run its collector, in milliseconds; never if absent. */
  readonly cronMs?: number;
  /** How long a function may take to answer, in milliseconds. */
  readonly execTimeoutMs: number;
  /** Gets the log: what functions print and what becomes of them, the function's name in front. */
  readonly onLine: (line: string) => void;
  readonly colour?: boolean;
  /** URLs of modules that are loaded into every function process first, to observe it. */
  readonly preload?: readonly string[];
}

export interface Dev {
  /** The gateway's. */
  readonly url: string;
  /** The functions' names. */
  readonly functions: readonly string[];
  /** Sends a signal to a function's process; false if it has none at the moment. */
  kill(name: string, signal: NodeJS.Signals): boolean;
  /** Stops the functions, then the gateway. */
  close(): Promise<void>;
}

/** @throws DevError if there are no functions, the work folder cannot be written or the port is taken */
export async function startDev(options: DevOptions): Promise<Dev> {
  const sources = await discoverFunctions(options.genDir);
  const names = sources.map((source) => source.name);
  const workDir = resolve(options.workDir ?? join(dirname(resolve(options.genDir)), ".thrift-faas"));
  await prepareFolder(workDir);

  const format = formatLines([GATEWAY, ...names], options.colour ?? false);
  const env: NodeJS.ProcessEnv = {
    THRIFT_FAAS_STORE: `lmdb:${join(workDir, "store")}`,
    ...process.env,
    // Nobody sends calls to a function that is being stopped here.
    healthcheck_interval: "0",
  };
  const functions = new Map<string, FunctionProcess>();
  for (const { name, entry } of sources) {
    const onLine = (line: string): void => options.onLine(format(name, line));
    const bundle = join(workDir, "functions", `${name}.cjs`);
    const build = async (): Promise<string> => {
      const bundling = bundleFunction({ folder: dirname(entry), outfile: bundle, entry: WATCHDOG, isLocal: true });
      for (const warning of await bundling.catch(asDevError)) for (const line of warning.split("\n")) onLine(line);
      return bundle;
    };
    functions.set(name, new FunctionProcess({ build, env, preload: options.preload ?? [], onLine }));
  }

  const gateway = await startGateway({
    port: options.port,
    functions,
    execTimeoutMs: options.execTimeoutMs,
    onLine: (line) => options.onLine(format(GATEWAY, line)),
  });
  // Functions are started by calls, so none of them has read its environment yet.
  Object.assign(env, { THRIFT_FAAS_GATEWAY: gateway.url }, options.env);
  let passes = 0;
  const collect = (): void => {
    // Nothing can be unfinished where nobody has been called. In turn, for one that cannot start helps nobody.
    const called = names.filter((name) => functions.get(name)?.wasCalled);
    const name = called[passes++ % called.length];
    if (name !== undefined) void postNothing(`${gateway.url}/function/${name}`);
  };
  const cron = options.cronMs === undefined ? undefined : setInterval(collect, options.cronMs);
  return {
    url: gateway.url,
    functions: names,
    kill: (name, signal) => functions.get(name)?.kill(signal) ?? false,
    async close() {
      clearInterval(cron);
      await Promise.all([...functions.values()].map((process) => process.stop()));
      await gateway.close();
    },
  };
}

function asDevError(error: unknown): never {
  throw error instanceof BundleError ? new DevError(error.message) : error;
}

/** What OpenFaaS's cron connector sends. Its answer is of no interest: the next one comes soon. */
async function postNothing(url: string): Promise<void> {
  const headers = { "X-Topic": "cron-function", "X-Connector": "cron-connector" };
  await fetch(url, { method: "POST", headers }).then(
    (response) => response.body?.cancel(),
    () => {},
  );
}

/** What is kept there is nobody's source. */
async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, ".gitignore"), "*\n");
  } catch (error) {
    throw new DevError(`Cannot write to ${folder}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

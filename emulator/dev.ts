/** A development machine's OpenFaaS: the functions of a stack file, each replica behind a watchdog, behind a gateway. */

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { BundleError } from "../bundler/bundle-error.js";
import { bundleFunction } from "../bundler/bundle-function.js";
import { WATCHDOG } from "../bundler/entries.js";
import { Chaos } from "./chaos.js";
import { Deployment } from "./cluster/deployment.js";
import { startCron } from "./cron/cron.js";
import { DevError } from "./dev-error.js";
import { formatLines } from "./format-lines.js";
import { functionEnvironment } from "./function-environment.js";
import { startGateway } from "./gateway/gateway.js";
import { Queue } from "./queue/queue.js";
import { readStack } from "./stack/read-stack.js";
import { TIMING, type Timing } from "./timing.js";

/** The source of the lines that are about no single function. */
const GATEWAY = "gateway";

export interface DevOptions {
  /** Where `thrift-faas gen` has put its output: the folder with stack.yaml. */
  readonly genDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** For bundles and the store; `.thrift-faas` beside the gen folder if absent. */
  readonly workDir?: string;
  /** Added to the environment of every function and its watchdog; wins over the stack file. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is to differ from OpenFaaS' own times. */
  readonly timing?: Partial<Timing>;
  /** Has calls fail at random, decided by this number. */
  readonly chaosSeed?: number;
  /** Gets the log: what functions print and what becomes of them, the function's name in front. */
  readonly onLine: (line: string) => void;
  readonly colour?: boolean;
  /** Makes what a function has printed readable for people; as it was if absent. */
  readonly readable?: (line: string) => string;
  /** URLs of modules that are loaded into every function process first, to observe it. */
  readonly preload?: readonly string[];
}

export interface Dev {
  /** The gateway's. */
  readonly url: string;
  /** The functions' names. */
  readonly functions: readonly string[];
  /** Sends a signal to the process of a function's first replica; false if it has none at the moment. */
  kill(name: string, signal: NodeJS.Signals): boolean;
  /** Stops the functions, then the gateway. */
  close(): Promise<void>;
}

/** @throws DevError if the stack file is missing or wrong, the work folder cannot be written or the port is taken */
export async function startDev(options: DevOptions): Promise<Dev> {
  const { genDir, onLine, preload, readable = (line: string) => line } = options;
  const timing = { ...TIMING, ...options.timing };
  const stack = await readStack({ folder: genDir, env: process.env, upstreamTimeoutMs: timing.upstreamTimeoutMs });
  const names = stack.functions.map(({ name }) => name);
  const workDir = resolve(options.workDir ?? join(dirname(resolve(genDir)), ".thrift-faas"));
  await prepareFolder(workDir);

  const format = formatLines([GATEWAY, ...names], options.colour ?? false);
  const say = (line: string): void => onLine(format(GATEWAY, line));
  const deployments = new Map<string, Deployment>();
  const chaos = options.chaosSeed === undefined ? undefined : new Chaos(options.chaosSeed);
  const queue = new Queue({
    gateway: () => gateway.url,
    timing,
    onLine: say,
    ...(chaos === undefined ? {} : { duplicates: (message) => chaos.duplicates(message) }),
  });
  const gateway = await startGateway({
    port: options.port,
    find: (name, namespace) => {
      const deployment = deployments.get(name);
      return deployment?.namespace === namespace ? deployment : undefined;
    },
    queue,
    timing,
    onLine: say,
    ...(chaos === undefined ? {} : { chaos }),
  });
  for (const warning of stack.warnings) say(warning);
  const store = process.env["THRIFT_FAAS_STORE"] ?? `lmdb:${join(workDir, "store")}`;
  for (const source of stack.functions) {
    const { name, entry } = source;
    const ofFunction = (line: string): void => {
      for (const part of readable(line).split("\n")) onLine(format(name, part));
    };
    const env = await functionEnvironment(source, {
      genDir,
      workDir,
      gateway: gateway.url,
      store,
      extra: options.env ?? {},
    });
    const bundle = join(workDir, "functions", name, "function.cjs");
    const build = async (): Promise<string> => {
      const bundling = bundleFunction({ folder: dirname(entry), outfile: bundle, entry: WATCHDOG, isLocal: true });
      const warnings = await bundling.catch(asDevError);
      for (const warning of warnings) for (const line of warning.split("\n")) ofFunction(line);
      return bundle;
    };
    deployments.set(
      name,
      new Deployment({ source, build, env, onLine: ofFunction, timing, ...(preload === undefined ? {} : { preload }) }),
    );
  }
  const stopCron = startCron({ functions: stack.functions, gateway: gateway.url, timing });
  return {
    url: gateway.url,
    functions: names,
    kill: (name, signal) => deployments.get(name)?.kill(signal) ?? false,
    async close() {
      stopCron();
      queue.close();
      await Promise.all([...deployments.values()].map((deployment) => deployment.stop()));
      gateway.close();
    },
  };
}

function asDevError(error: unknown): never {
  throw error instanceof BundleError ? new DevError(error.message) : error;
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

/** `thrift-faas serve`: a function as a classic Thrift server. */

import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { Command, Option } from "commander";
import { BundleError } from "../bundler/bundle-error.js";
import { bundleFunction } from "../bundler/bundle-function.js";
import { FRAMED_SERVER } from "../bundler/entries.js";
import { UserError } from "../generator/user-error.js";
import type { ServeFramedOptions } from "../runtime/openfaas/serve-framed.js";
import { parsePort } from "./options.js";

interface ServeArguments extends ServeFramedOptions {
  readonly store: string;
}

const HELP = `
The function's handlers answer plain Thrift clients with TFramedTransport over TSocket, in whatever protocol each message
is written, and generated clients that connect("tcp://host:9090"). Several calls of one connection are answered in order.
Every call happens exactly once, as behind a watchdog. A client that sends no invocation ID makes a new call each time.

The settings are a function's: THRIFT_FAAS_STORE, THRIFT_FAAS_GATEWAY and THRIFT_FAAS_PEERS for the calls it makes, and so
on. Once a minute it finishes what crashes and lost clients have left. SIGTERM and Ctrl-C stop it in order.

Example:
  $ thrift-faas serve gen/functions/text-service --port 9090 --store redis://127.0.0.1:6379
`;

export function serveCommand(): Command {
  return new Command("serve")
    .description("run a function as a classic Thrift server: framed TCP, without OpenFaaS")
    .argument("<folder>", "the function's, such as gen/functions/text-service")
    .option("--host <address>", "where to listen; 0.0.0.0 or :: for everywhere", "127.0.0.1")
    .option("--port <n>", "0 takes a free one", parsePort, 9090)
    .addOption(new Option("--store <url>", "the function's store").env("THRIFT_FAAS_STORE").makeOptionMandatory())
    .addHelpText("after", HELP)
    .action(run);
}

async function run(folder: string, { host, port, store }: ServeArguments): Promise<void> {
  process.env["THRIFT_FAAS_STORE"] = store;
  const serve = await load(folder);
  let taken: number;
  try {
    taken = await serve({ host, port });
  } catch (error) {
    // Whatever the function has opened by now would keep the process.
    console.error(`thrift-faas serve: ${folder} cannot be served: ${explain(error, host, port)}`);
    process.exit(1);
  }
  // What stops a server in a terminal is what stops it anywhere else.
  process.on("SIGINT", () => process.emit("SIGTERM"));
  console.log(
    `${basename(resolve(folder))} listens on ${host}, port ${taken}: framed Thrift over TCP. Ctrl-C stops it.`,
  );
}

/** Bundled as for `dev`, and loaded into this process. */
async function load(folder: string): Promise<(options: ServeFramedOptions) => Promise<number>> {
  const temporary = await mkdtemp(join(tmpdir(), "thrift-faas-serve-"));
  // Not before: some of it is loaded late.
  process.once("exit", () => rmSync(temporary, { recursive: true, force: true }));
  const outfile = join(temporary, "function.cjs");
  const bundling = bundleFunction({ folder, outfile, entry: FRAMED_SERVER, isLocal: true });
  const warnings = await bundling.catch((error: unknown) => {
    throw error instanceof BundleError ? new UserError(`cannot bundle ${folder}:\n${error.message}`) : error;
  });
  for (const warning of warnings) console.error(warning);
  process.setSourceMapsEnabled(true);
  try {
    return createRequire(import.meta.url)(outfile) as (options: ServeFramedOptions) => Promise<number>;
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new UserError(`cannot load ${folder}: ${why}`);
  }
}

function explain(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return `port ${port} of ${host} is taken. Choose another one with --port; 0 takes a free one`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `${host} is no address of this machine. Choose another one with --host; 0.0.0.0 stands for all of them`;
  if (code === "EACCES") return `port ${port} is not for everybody: choose one above 1023 with --port`;
  return error instanceof Error ? error.message : String(error);
}

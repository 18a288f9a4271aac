import { Command, InvalidArgumentError } from "commander";
import { DevError } from "../emulator/dev-error.js";
import { startDev } from "../emulator/dev.js";

interface DevArguments {
  readonly gen: string;
  readonly port: number;
  readonly timeout: number;
}

/** The cron connector's schedules know no less than a minute; nobody wants to wait for that here. */
const CRON_MS = 10_000;

/** `thrift-faas dev`: runs the functions of a gen folder behind a gateway on this machine until it is stopped. */
export function devCommand(): Command {
  return new Command("dev")
    .description("run the generated functions on this machine, behind a gateway that behaves like OpenFaaS")
    .option("--gen <dir>", "folder that thrift-faas gen has written", "gen")
    .option("--port <n>", "port of the gateway; 0 takes a free one", parsePort, 8080)
    .option("--timeout <seconds>", "how long a function may take to answer", parseSeconds, 30)
    .addHelpText("after", "\nExample:\n  $ thrift-faas dev --gen gen --port 8080\n")
    .action(run);
}

async function run({ gen, port, timeout }: DevArguments): Promise<void> {
  try {
    const dev = await startDev({
      genDir: gen,
      port,
      cronMs: CRON_MS,
      execTimeoutMs: timeout * 1_000,
      onLine: (line) => console.log(line),
      colour: process.stdout.isTTY,
    });
    console.log(`The gateway listens on ${dev.url}; Ctrl-C stops it. Functions start with their first call:`);
    for (const name of dev.functions) console.log(`  ${dev.url}/function/${name}`);
    await stopSignal();
    await dev.close();
    process.exit(0);
  } catch (error) {
    if (!(error instanceof DevError)) throw error;
    console.error(`thrift-faas dev: ${error.message}`);
    process.exitCode = 1;
  }
}

/** Resolves at the first signal to stop; a second one ends the process at once, and its functions with it. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0) || seconds > 86_400)
    throw new InvalidArgumentError("It is a number of seconds above 0, a day at most.");
  return seconds;
}

import { Command, InvalidArgumentError } from "commander";
import { randomSeed } from "../emulator/chaos.js";
import { DevError } from "../emulator/dev-error.js";
import { formatLogLine } from "../runtime/observability/format-log-line.js";
import { startDev } from "../emulator/dev.js";
import { parsePort } from "./options.js";

interface DevArguments {
  readonly gen: string;
  readonly port: number;
  /** True if no seed is given. */
  readonly chaos?: number | true;
}

const HELP = `
The functions of <gen>/stack.yaml run as faas-cli would deploy them: as many replicas as the label
com.openfaas.scale.min says, each behind a watchdog with the function's own exec_timeout, write_timeout,
max_inflight, ready_path ..., behind a gateway with /function/NAME and /async-function/NAME. What a
client, a function or a callback can see of OpenFaaS is the same here, failures included. To begin with,
every function is scaled to zero: its first call starts it.

Different on this machine:
  THRIFT_FAAS_STORE        this process's own, or a store in .thrift-faas/store
  THRIFT_FAAS_GATEWAY      this gateway
  THRIFT_FAAS_SECRETS      what the function lists of <gen>/.secrets/, one file each
  THRIFT_FAAS_METRICS_PORT left out
  healthcheck_interval     0: nobody calls a replica that is being stopped
  other variables          come from stack.yaml only, as on a cluster
  schedule: "* * * * *"    every 10 seconds; other schedules as written

With --chaos, calls through the gateway are lost, delayed, refused, cut off and delivered twice, and
functions are killed. The same seed does the same to the first, the second ... call.

Example:
  $ thrift-faas dev --gen gen --port 8080 --chaos 42
`;

/** `thrift-faas dev`: runs the functions of a gen folder behind a gateway on this machine until it is stopped. */
export function devCommand(): Command {
  return new Command("dev")
    .description("run the generated functions on this machine, behind a gateway that behaves like OpenFaaS")
    .option("--gen <dir>", "folder that thrift-faas gen has written", "gen")
    .option("--port <n>", "port of the gateway; 0 takes a free one", parsePort, 8080)
    .option("--chaos [seed]", "let calls fail at random; the seed decides which, and how", parseSeed)
    .addHelpText("after", HELP)
    .action(run);
}

async function run({ gen, port, chaos }: DevArguments): Promise<void> {
  const chaosSeed = chaos === true ? randomSeed() : chaos;
  try {
    const dev = await startDev({
      genDir: gen,
      port,
      ...(chaosSeed === undefined ? {} : { chaosSeed }),
      onLine: (line) => console.log(line),
      readable: formatLogLine,
      colour: process.stdout.isTTY,
    });
    if (chaosSeed !== undefined) console.log(`Calls fail at random, as --chaos ${chaosSeed} decides.`);
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

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed >= 2 ** 31)
    throw new InvalidArgumentError("A seed is a number from 0 to 2147483647.");
  return seed;
}

/** `thrift-faas collect` and `thrift-faas dead-letters`: for whoever looks after a store. */

import { Command, Option } from "commander";
import { describeCollected, describeDeadLetter } from "../runtime/collector/describe.js";
import { collectOnce, listDeadLetters } from "../runtime/openfaas/collect-once.js";
import { SettingError } from "../runtime/openfaas/setting-error.js";
import { StoreError } from "../runtime/store/store.js";
import { UserError } from "../generator/user-error.js";
import { spanOption } from "./options.js";

interface CollectArguments {
  readonly store: string;
  readonly gateway: string;
  readonly namespace?: string;
  readonly idle: number;
  readonly timeout: number;
}

const EXAMPLES = `
Examples:
  $ thrift-faas collect --store lmdb:/var/lib/thrift-faas --gateway http://127.0.0.1:8080
  $ THRIFT_FAAS_STORE=redis://redis:6379 thrift-faas collect      from cron, every minute

Any number of collectors may run at once. Inside OpenFaaS none is needed: every function makes a pass when it is
sent a POST without a body, as the cron connector does (annotations topic: cron-function, schedule: "* * * * *").
Exits with 1 if something expired unfinished: a dead letter was made, and dead-letters shows it.
`;

export function collectCommand(): Command {
  return new Command("collect")
    .description("finish calls that crashes and lost clients have left unfinished")
    .addOption(storeOption())
    .addOption(
      new Option("--gateway <url>", "where the functions are")
        .env("THRIFT_FAAS_GATEWAY")
        .default("http://127.0.0.1:8080"),
    )
    .addOption(new Option("--namespace <name>", "that of the functions").env("THRIFT_FAAS_NAMESPACE"))
    .addOption(spanOption("--idle <duration>", "how long nobody may have worked on a call"))
    .addOption(spanOption("--timeout <duration>", "how long a function may take to answer"))
    .addHelpText("after", EXAMPLES)
    .action(async ({ idle: idleMs, timeout: timeoutMs, ...where }: CollectArguments) => {
      const collected = await orUserError(collectOnce({ ...where, idleMs, timeoutMs }));
      for (const line of describeCollected(collected)) console.log(line);
      if (collected.deadLetters.length > 0) process.exitCode = 1;
    });
}

export function deadLettersCommand(): Command {
  return new Command("dead-letters")
    .description("show the calls that expired before anybody could finish them")
    .addOption(storeOption())
    .action(async ({ store }: Pick<CollectArguments, "store">) => {
      const letters = await orUserError(listDeadLetters(store));
      for (const letter of letters) console.log(describeDeadLetter(letter));
      if (letters.length === 0) console.log("no dead letters");
    });
}

function storeOption(): Option {
  return new Option("--store <url>", "the functions' store").env("THRIFT_FAAS_STORE").makeOptionMandatory();
}

/** What the store or a setting is to blame for is no bug of ours. */
async function orUserError<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof StoreError || error instanceof SettingError ? new UserError(error.message) : error;
  });
}

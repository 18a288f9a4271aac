/** `thrift-faas bundle`: what images are built with. */

import { basename, join, resolve } from "node:path";
import { Command, Option } from "commander";
import { BundleError } from "../bundler/bundle-error.js";
import { bundleFunction } from "../bundler/bundle-function.js";
import { NODE_TEMPLATE, WATCHDOG } from "../bundler/entries.js";
import { writeNodeTemplate } from "../bundler/node-template.js";
import { BUNDLE, writeStart } from "../bundler/start-from-cache.js";
import { UserError } from "../generator/user-error.js";
import { append } from "./options.js";

interface BundleArguments {
  readonly out: string;
  readonly for: "watchdog" | "node-template";
  readonly external: readonly string[];
}

const EXAMPLES = `
Examples:
  $ thrift-faas bundle gen/functions/text-service -o dist     dist/text-service/index.cjs, for an image with a watchdog
  $ thrift-faas bundle gen/functions/* --for node-template -o gen/dist     for lang: node20 and node22

The images of gen/stack.yaml are built with it by themselves. The code cache that it makes belongs to the version of
Node.js that it runs on; another one does without.
`;

export function bundleCommand(): Command {
  return new Command("bundle")
    .description("make one file of a function, with all packages, that needs nothing but Node.js")
    .argument("<folders...>", "folders of functions, such as gen/functions/text-service")
    .requiredOption("-o, --out <dir>", "where to put a folder for each of them")
    .addOption(
      new Option("--for <host>", "what runs it: a watchdog, or OpenFaaS' own Node templates")
        .choices(["watchdog", "node-template"])
        .default("watchdog"),
    )
    .option(
      "--external <package>",
      "a package with native code, to be installed beside it; may be repeated",
      append,
      [],
    )
    .addHelpText("after", EXAMPLES)
    .action(run);
}

async function run(folders: readonly string[], { out, for: host, external }: BundleArguments): Promise<void> {
  for (const folder of folders) {
    const target = join(out, basename(resolve(folder)));
    const isTemplate = host === "node-template";
    const outfile = join(target, isTemplate ? "handler.js" : BUNDLE);
    const entry = isTemplate ? NODE_TEMPLATE : WATCHDOG;
    const warnings = await bundleFunction({ folder, outfile, entry, external }).catch((error: unknown) => {
      throw error instanceof BundleError ? new UserError(`cannot bundle ${folder}:\n${error.message}`) : error;
    });
    for (const warning of warnings) console.error(warning);
    if (isTemplate) await writeNodeTemplate(target, external);
    else if (!(await writeStart(target))) console.error(`${target}: no code cache; the function starts more slowly`);
    console.log(`${target}: bundled`);
  }
}

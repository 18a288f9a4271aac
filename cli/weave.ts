/** `thrift-faas weave`: IDL for peers in other languages. */

import { Command } from "commander";
import { weave } from "../generator/weave/weave.js";
import { append } from "./options.js";

interface WeaveArguments {
  readonly out?: string;
  readonly include: readonly string[];
}

const EXAMPLES = `
Examples:
  $ thrift-faas weave social_network.thrift -o social_network.faas.thrift
  $ thrift-faas weave bookshop.thrift -o woven/     a folder, with what it includes
  $ thrift --gen py -out gen-py woven/bookshop.thrift

Every method gets a last argument, the envelope: a client that sets an ID in it may send the call again, and it has
happened once. docs/wire.md says more. thrift-faas gen takes the file that was woven, not what came of it.
`;

export function weaveCommand(): Command {
  return new Command("weave")
    .description("write an IDL with the envelope spelled out, for clients in other languages")
    .argument("<files...>", "the .thrift files")
    .option("-o, --out <path>", "a .thrift file or a folder to write to; the screen if absent")
    .option("-I, --include <dir>", "a folder to search for includes; may be repeated", append, [])
    .addHelpText("after", EXAMPLES)
    .action(run);
}

async function run(names: readonly string[], { out, include: includePath }: WeaveArguments): Promise<void> {
  const { diagnostics, sources, files } = await weave(names, { out, includePath });
  if (diagnostics.length > 0) {
    const { printDiagnostic } = await import("../generator/diagnostics/print.js");
    for (const diagnostic of diagnostics) console.error(printDiagnostic(diagnostic, sources));
  }
  if (files === undefined) process.exitCode = 1;
  else if (out === undefined) process.stdout.write([...files.values()].join(""));
  else console.log(`${out}: woven`);
}

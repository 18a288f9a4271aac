/** `thrift-faas format`: .thrift files in their canonical form. */

import { readFile, writeFile } from "node:fs/promises";
import { Command } from "commander";
import { printDiagnostic } from "../generator/diagnostics/print.js";
import { format } from "../generator/format/format.js";
import { UserError } from "../generator/user-error.js";

interface FormatArguments {
  readonly check?: boolean;
}

const HELP = `
Examples:
  $ thrift-faas format idl/*.thrift
  $ thrift-faas format --check idl/*.thrift     in CI: names the files that are not formatted, and fails

Only blanks change, never a word, a mark or a comment, so what is generated stays the same. A field, an enum member, a
method has a line of its own. Arguments, exceptions, annotations and constants stand on one line if they fit in 120
columns; a separator behind the last one asks for a line each. Files with syntax errors are left alone.
`;

export function formatCommand(): Command {
  return new Command("format")
    .description("bring .thrift files into their canonical form, comments kept")
    .argument("<files...>", "the .thrift files; what they include stays as it is")
    .option("--check", "write nothing, and fail if a file is not formatted")
    .addHelpText("after", HELP)
    .action(run);
}

async function run(files: readonly string[], { check = false }: FormatArguments): Promise<void> {
  let changed = 0;
  for (const file of files) {
    const before = await readFile(file, "utf8").catch((error: unknown) => {
      throw new UserError(`cannot read ${file}: ${reason(error)}`);
    });
    const { text, diagnostics } = format(file, before);
    for (const diagnostic of diagnostics) console.error(printDiagnostic(diagnostic, new Map([[file, before]])));
    if (text === undefined) process.exitCode = 1;
    if (text === undefined || text === before) continue;
    changed++;
    if (check) {
      console.error(`${file}: not formatted`);
      process.exitCode = 1;
      continue;
    }
    await writeFile(file, text).catch((error: unknown) => {
      throw new UserError(`cannot write ${file}: ${reason(error)}`);
    });
  }
  if (!check) console.log(`${changed} of ${files.length} file${files.length === 1 ? "" : "s"} changed`);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

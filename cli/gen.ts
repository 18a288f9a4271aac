/** `thrift-faas gen`: what the user types, and what they read in return. */

import { Command } from "commander";
import { generate } from "../generator/generate.js";
import type { Changes } from "../generator/write/compare.js";

interface GenArguments {
  readonly out: string;
  readonly include: readonly string[];
  readonly check?: boolean;
  readonly templates?: string;
}

const EXAMPLES = `
Examples:
  $ thrift-faas gen social_network.thrift -o gen/
  $ thrift-faas gen bookshop.thrift -I ../shared-idl
  $ thrift-faas gen social_network.thrift --check     in CI: fails when gen/ is not up to date

Handlers (gen/functions/*/handler.ts) and gen/stack.yaml are written once and then yours. The other files are
generated: never edit them. What an earlier run generated and this one does not is removed, so name all
files that share a folder in one command.
`;

export function genCommand(): Command {
  return new Command("gen")
    .description("generate TypeScript from .thrift files")
    .argument("<files...>", "the .thrift files; what they include comes along")
    .option("-o, --out <dir>", "the folder to write to", "gen")
    .option("-I, --include <dir>", "a folder to search for includes; may be repeated", append, [])
    .option("--check", "write nothing, and fail if anything would change")
    .option("--templates <dir>", "a folder with templates that replace those of the same name")
    .addHelpText("after", EXAMPLES)
    .action(run);
}

function append(folder: string, folders: readonly string[]): readonly string[] {
  return [...folders, folder];
}

async function run(files: readonly string[], args: GenArguments): Promise<void> {
  const { out, include: includePath, check = false, templates } = args;
  const { diagnostics, sources, changes } = await generate(files, { out, includePath, check, templates });
  if (diagnostics.length > 0) {
    const { printDiagnostic } = await import("../generator/diagnostics/print.js");
    for (const diagnostic of diagnostics) console.error(printDiagnostic(diagnostic, sources));
  }
  if (changes === undefined) {
    process.exitCode = 1;
    return;
  }
  for (const note of changes.notes) console.error(note);
  if (check) reportDrift(changes, folder(out));
  else console.log(`${folder(out)}: ${summary(changes)}`);
}

function summary({ toWrite, unchanged, toRemove }: Changes): string {
  return `${count(toWrite.length)} written, ${unchanged} unchanged, ${toRemove.length} removed`;
}

function reportDrift({ toWrite, toRemove, unchanged }: Changes, out: string): void {
  const drift = toWrite.length + toRemove.length;
  if (drift === 0) {
    console.log(`${out}: ${count(unchanged)} up to date`);
    return;
  }
  for (const { path } of toWrite) console.error(`${out}${path}: not up to date`);
  for (const path of toRemove) console.error(`${out}${path}: no longer generated`);
  console.error(`${out}: ${count(drift)} to change; run the same command without --check`);
  process.exitCode = 1;
}

function count(files: number): string {
  return `${files} file${files === 1 ? "" : "s"}`;
}

/** The folder as the user named it, with one slash at its end. */
function folder(out: string): string {
  return `${out.replace(/[\\/]+$/, "")}/`;
}

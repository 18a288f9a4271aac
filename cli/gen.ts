/** `thrift-faas gen`: what the user types, and what they read in return. */

import { Command, InvalidArgumentError, Option } from "commander";
import { generate } from "../generator/generate.js";
import type { Changes } from "../generator/write/compare.js";
import { append } from "./options.js";

interface GenArguments {
  readonly out: string;
  readonly include: readonly string[];
  readonly allowNegKeys?: boolean;
  readonly check?: boolean;
  readonly json?: boolean;
  readonly templates?: string;
  readonly function: ReadonlyMap<string, string>;
}

const EXAMPLES = `
Examples:
  $ thrift-faas gen social_network.thrift -o gen/
  $ thrift-faas gen bookshop.thrift -I ../shared-idl
  $ thrift-faas gen social_network.thrift --function compose=TextService,MediaService     two services, one function
  $ thrift-faas gen social_network.thrift --check     in CI: fails when gen/ is not up to date

Handlers (gen/functions/*/handler.ts), gen/stack.yaml and gen/template/ are written once and then yours. The other files are
generated: never edit them. What an earlier run generated and this one does not is removed, so name all
files that share a folder in one command.
`;

export function genCommand(): Command {
  return new Command("gen")
    .description("generate TypeScript from .thrift files")
    .argument("<files...>", "the .thrift files; what they include comes along")
    .option("-o, --out <dir>", "the folder to write to", "gen")
    .option("-I, --include <dir>", "a folder to search for includes; may be repeated", append, [])
    .addOption(
      new Option(
        "--function <name=Services>",
        "deploy these services, with commas between them, as one function; may be repeated",
      )
        .argParser(group)
        .default(new Map(), "one for each service"),
    )
    .option("--allow-neg-keys", "send negative field IDs as they are written, instead of numbering them anew")
    .option("--json", "print diagnostics as JSON, one array on standard output")
    .option("--check", "write nothing, and fail if anything would change")
    .option("--templates <dir>", "a folder with templates that replace those of the same name")
    .addHelpText("after", EXAMPLES)
    .action(run);
}

/** Adds each service with the function it belongs to. */
function group(text: string, groups: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const [, name = "", services = ""] = /^([^=]+)=([\w,]+)$/.exec(text) ?? [];
  const members = services.split(",").filter((service) => service !== "");
  if (members.length === 0)
    throw new InvalidArgumentError("It looks like --function compose=TextService,MediaService.");
  const twice = members.find((service) => groups.has(service));
  if (twice !== undefined) throw new InvalidArgumentError(`${twice} cannot be in two functions.`);
  return new Map([...groups, ...members.map((service) => [service, name] as const)]);
}

async function run(files: readonly string[], args: GenArguments): Promise<void> {
  const { out, include: includePath, check = false, templates, function: functions } = args;
  const allowNegativeIds = args.allowNegKeys === true;
  const options = { out, includePath, check, templates, functions, allowNegativeIds };
  const { diagnostics, sources, changes } = await generate(files, options);
  if (args.json === true) {
    const { toJson } = await import("../generator/diagnostics/to-json.js");
    console.log(JSON.stringify(toJson(diagnostics, sources), undefined, 2));
  } else if (diagnostics.length > 0) {
    const { printDiagnostic } = await import("../generator/diagnostics/print.js");
    for (const diagnostic of diagnostics) console.error(printDiagnostic(diagnostic, sources));
  }
  if (changes === undefined) {
    process.exitCode = 1;
    return;
  }
  for (const note of changes.notes) console.error(note);
  // With --json, standard output holds the JSON alone.
  const say = args.json === true ? console.error : console.log;
  if (check) reportDrift(changes, folder(out), say);
  else say(`${folder(out)}: ${summary(changes)}`);
}

function summary({ toWrite, unchanged, toRemove }: Changes): string {
  return `${count(toWrite.length)} written, ${unchanged} unchanged, ${toRemove.length} removed`;
}

function reportDrift({ toWrite, toRemove, unchanged }: Changes, out: string, say: (line: string) => void): void {
  const drift = toWrite.length + toRemove.length;
  if (drift === 0) {
    say(`${out}: ${count(unchanged)} up to date`);
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

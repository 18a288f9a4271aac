/** `thrift-faas gen`: what the user types, and what they read in return. */

import { dirname } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { generate } from "../generator/generate.js";
import { UserError } from "../generator/user-error.js";
import type { Changes } from "../generator/write/compare.js";
import { addReadingOptions, type ReadingArguments, readingOptions } from "./options.js";
import { showProgress } from "./progress.js";

interface GenArguments extends ReadingArguments {
  readonly out: string;
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly watch?: boolean;
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
  $ thrift-faas gen social_network.thrift --templates node_modules/thrift-faas/templates/markdown     a page per service
  $ thrift-faas gen social_network.thrift --watch     again, whenever a .thrift file or a template changes

Handlers (gen/functions/*/handler.ts), gen/stack.yaml and gen/template/ are written once and then yours. The other files are
generated: never edit them. What an earlier run generated and this one does not is removed, so name all
files that share a folder in one command.
`;

export function genCommand(): Command {
  const command = new Command("gen")
    .description("generate TypeScript from .thrift files")
    .argument("<files...>", "the .thrift files; what they include comes along")
    .option("-o, --out <dir>", "the folder to write to", "gen");
  return addReadingOptions(command)
    .addOption(
      new Option(
        "--function <name=Services>",
        "deploy these services, with commas between them, as one function; may be repeated",
      )
        .argParser(group)
        .default(new Map(), "one for each service"),
    )
    .option("--json", "print diagnostics as JSON, one array on standard output")
    .option("--check", "write nothing, and fail if anything would change")
    .option("--dry-run", "write nothing, and say what would change")
    .addOption(
      new Option("--watch", "generate again whenever a .thrift file or a template changes").conflicts([
        "check",
        "dryRun",
      ]),
    )
    .option(
      "--templates <dir>",
      "a folder with templates that replace ours or make files besides; docs/gen.md has more",
    )
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
  if (args.watch === true) await runForEver(files, args);
  else if (!(await runOnce(files, args))) process.exitCode = 1;
}

/** Mistakes are shown and can be mended: the next change tries again. */
async function runForEver(files: readonly string[], args: GenArguments): Promise<never> {
  const { FolderWatch } = await import("./folder-watch.js");
  const watch = new FolderWatch();
  const { include, templates } = args;
  watch.add([...files.map((file) => dirname(file)), ...include]);
  for (;;) {
    if (templates !== undefined) watch.addTemplates(templates);
    try {
      await runOnce(files, args, (read) => watch.add(read.map((file) => dirname(file))));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      console.error(`thrift-faas: ${error.message}`);
    }
    await watch.next();
  }
}

/**
 * Says whether all is as it should be.
 * @param onRead is told the files that were read, before the user reads anything
 */
async function runOnce(
  files: readonly string[],
  args: GenArguments,
  onRead: (files: readonly string[]) => void = () => {},
): Promise<boolean> {
  const { out, check = false, dryRun = false, templates, function: functions } = args;
  const progress = showProgress(process.stderr);
  const { diagnostics, sources, changes } = await generate(files, {
    ...readingOptions(args),
    out,
    dryRun: check || dryRun,
    templates,
    functions,
    onStage: progress.report,
  }).finally(progress.end);
  onRead([...sources.keys()]);
  if (args.json === true) {
    const { toJson } = await import("../generator/diagnostics/to-json.js");
    console.log(JSON.stringify(toJson(diagnostics, sources), undefined, 2));
  } else if (diagnostics.length > 0) {
    const { printDiagnostic } = await import("../generator/diagnostics/print.js");
    for (const diagnostic of diagnostics) console.error(printDiagnostic(diagnostic, sources));
  }
  if (changes === undefined) return false;
  for (const note of changes.notes) console.error(note);
  // With --json, standard output holds the JSON alone.
  const say = args.json === true ? console.error : console.log;
  if (check) return reportDrift(changes, folder(out), say);
  if (dryRun) reportPlan(changes, folder(out), say);
  else say(`${folder(out)}: ${summary(changes)}`);
  return true;
}

function summary({ toWrite, unchanged, toRemove }: Changes): string {
  return `${count(toWrite.length)} written, ${unchanged} unchanged, ${toRemove.length} removed`;
}

type Say = (line: string) => void;

function reportPlan({ toWrite, toRemove, unchanged }: Changes, out: string, say: Say): void {
  for (const { path } of toWrite) say(`write   ${out}${path}`);
  for (const path of toRemove) say(`remove  ${out}${path}`);
  say(`${out}: ${count(toWrite.length)} to write, ${unchanged} unchanged, ${toRemove.length} to remove`);
}

/** Says whether the folder is up to date. */
function reportDrift({ toWrite, toRemove, unchanged }: Changes, out: string, say: Say): boolean {
  const drift = toWrite.length + toRemove.length;
  if (drift === 0) {
    say(`${out}: ${count(unchanged)} up to date`);
    return true;
  }
  for (const { path } of toWrite) console.error(`${out}${path}: not up to date`);
  for (const path of toRemove) console.error(`${out}${path}: no longer generated`);
  console.error(`${out}: ${count(drift)} to change; run the same command without --check`);
  return false;
}

function count(files: number): string {
  return `${files} file${files === 1 ? "" : "s"}`;
}

/** The folder as the user named it, with one slash at its end. */
function folder(out: string): string {
  return `${out.replace(/[\\/]+$/, "")}/`;
}

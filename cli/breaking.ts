/** `thrift-faas breaking`: whom a change of an IDL breaks, before it is deployed. */

import { Command, InvalidArgumentError, Option } from "commander";
import { type Analysis, analyse } from "../generator/analyse.js";
import { findBreaking } from "../generator/breaking/find-breaking.js";
import type { BreakKind, Finding } from "../generator/breaking/finding.js";
import { asDiagnostic, findingToJson } from "../generator/breaking/report-findings.js";
import { printDiagnostic } from "../generator/diagnostics/print.js";
import type { Sources } from "../generator/model.js";
import { UserError } from "../generator/user-error.js";
import { readAtCommit } from "./git-file.js";
import { addReadingOptions, type ReadingArguments, readingOptions } from "./options.js";

interface BreakingArguments extends ReadingArguments {
  readonly against?: string;
  readonly kind: readonly BreakKind[];
  readonly json?: boolean;
}

const KINDS: readonly BreakKind[] = ["wire", "source", "state"];

/** IDs and names that are ours now; an IDL from before may well use them. */
const FORGIVEN = new Set(["reserved-field-id", "reserved-method-name"]);

const HELP = `
Examples:
  $ thrift-faas breaking old/shop.thrift shop.thrift
  $ thrift-faas breaking idl/*.thrift --against git:origin/main     in CI: this branch and what it is to be merged into

What breaks:
  wire     callers and functions of which one has the old IDL and the other the new one
  source   code written against what was generated, once it is generated again
  state    what services have stored, and calls that are under way while functions are replaced

Exits with 1 if something breaks, or if one of the IDLs has errors.
`;

export function breakingCommand(): Command {
  const command = new Command("breaking")
    .description("find what a change of .thrift files breaks")
    .argument("<files...>", "the old file and the new one; with --against, the new ones")
    .option("--against <git:ref>", "compare with the same files at a commit, a branch or a tag", parseRef);
  return addReadingOptions(command)
    .addOption(
      new Option("--kind <kind>", "look for wire, source or state only; may be repeated")
        .argParser(parseKind)
        .default(KINDS, "all three"),
    )
    .option("--json", "print what is found as JSON")
    .addHelpText("after", HELP)
    .action(run);
}

function run(files: readonly string[], args: BreakingArguments): void {
  const { against, kind: kinds, json } = args;
  const reading = readingOptions(args);
  const read = against === undefined ? undefined : readAtCommit(against);
  const [before, after] = read === undefined ? twoFiles(files) : atCommit(files, read, against ?? "");
  if (before.length === 0) {
    if (json === true) console.log("[]");
    return;
  }
  const old = analyse(before, { ...reading, ...(read !== undefined && { readFile: read }) });
  const next = analyse(after, reading);
  const label = against === undefined ? "" : `${against}:`;
  if ([reportErrors(old, label, true), reportErrors(next, "", false)].includes(true)) {
    process.exitCode = 1;
    return;
  }
  const findings = findBreaking(old.program, next.program, before.length)
    .filter(({ kind }) => kinds.includes(kind))
    .map((finding) => labelled(finding, label));
  const sources = new Map([...next.sources, ...labelSources(old.sources, label)]);
  if (json === true)
    console.log(
      JSON.stringify(
        findings.map((each) => findingToJson(each, sources)),
        undefined,
        2,
      ),
    );
  else {
    for (const finding of findings) console.error(printDiagnostic(asDiagnostic(finding), sources));
    console.log(findings.length === 0 ? "nothing breaks" : summary(findings));
  }
  if (findings.length > 0) process.exitCode = 1;
}

function twoFiles(files: readonly string[]): readonly [before: readonly string[], after: readonly string[]] {
  const [old, next] = files;
  if (old === undefined || next === undefined || files.length > 2)
    throw new UserError("name two files, the old one and the new one; or say what to compare with: --against git:main");
  return [[old], [next]];
}

/** A file that the commit does not have cannot break anybody. */
function atCommit(
  files: readonly string[],
  read: (path: string) => string | undefined,
  ref: string,
): readonly [before: readonly string[], after: readonly string[]] {
  const both = files.filter((file) => read(file) !== undefined);
  for (const file of files) if (!both.includes(file)) console.error(`${file}: not in ${ref}, so it breaks nothing`);
  return [both, both];
}

/** Returns whether there are any. */
function reportErrors({ diagnostics, sources }: Analysis, label: string, isOld: boolean): boolean {
  const errors = diagnostics.filter(({ severity, code }) => severity === "error" && !(isOld && FORGIVEN.has(code)));
  for (const error of errors) {
    const { span } = error;
    const moved = span === undefined ? error : { ...error, span: { ...span, file: label + span.file } };
    console.error(printDiagnostic(moved, labelSources(sources, label)));
  }
  return errors.length > 0;
}

function labelSources(sources: Sources, label: string): Sources {
  return new Map([...sources].map(([file, text]) => [label + file, text]));
}

/** Tells the old file from the new one where both have the same name. */
function labelled(finding: Finding, label: string): Finding {
  return finding.old === undefined ? finding : { ...finding, old: { ...finding.old, file: label + finding.old.file } };
}

function summary(findings: readonly Finding[]): string {
  const counts = KINDS.map((kind) => [kind, findings.filter((finding) => finding.kind === kind).length] as const);
  const parts = counts.filter(([, count]) => count > 0).map(([kind, count]) => `${kind} ${count}`);
  return `${findings.length} breaking change${findings.length === 1 ? "" : "s"}: ${parts.join(", ")}`;
}

function parseRef(text: string): string {
  const ref = /^git:(.+)$/.exec(text)?.[1];
  if (ref === undefined) throw new InvalidArgumentError("It looks like git:main, git:v1.2 or git:HEAD~1.");
  return ref;
}

function parseKind(text: string, before: readonly BreakKind[]): readonly BreakKind[] {
  const kind = KINDS.find((each) => each === text);
  if (kind === undefined) throw new InvalidArgumentError(`It is one of ${KINDS.join(", ")}.`);
  return before === KINDS ? [kind] : [...before, kind];
}

/** `thrift-faas check`: what is wrong with an IDL, and what a team does not want in one. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { Command } from "commander";
import { analyse } from "../generator/analyse.js";
import { printDiagnostic, toJson } from "../generator/diagnostics/print.js";
import { CONFIG_FILE, type LintConfig, readLintConfig } from "../generator/lint/config.js";
import { lint } from "../generator/lint/lint.js";
import { lintRules, warnings } from "../generator/lint/rules.js";
import type { Diagnostic } from "../generator/model.js";
import { UserError } from "../generator/user-error.js";
import { addReadingOptions, type ReadingArguments, readingOptions } from "./options.js";

interface CheckArguments extends ReadingArguments {
  readonly config?: string;
  readonly json?: boolean;
}

const list = (rules: Iterable<readonly [string, string]>): string =>
  [...rules].map(([code, about]) => `  ${code.padEnd(22)}${about}`).join("\n");

const HELP = `
Examples:
  $ thrift-faas check idl/*.thrift
  $ thrift-faas check shop.thrift --json     for editors and scripts

Writes nothing, and says all that gen would. ${CONFIG_FILE}, in this folder or the nearest one above it, switches rules
on and warnings off: each is error, warning or off.

  lint:
    missing-docs: warning
    implicit-field-id: error

Rules, off unless they are switched on; they look at the files that are named, and not at those that these include:
${list(lintRules.map(({ code, about }) => [code, about] as const))}

Warnings, on unless they are switched off:
${list(warnings)}
`;

export function checkCommand(): Command {
  const command = new Command("check")
    .description("say what is wrong with .thrift files, and write nothing")
    .argument("<files...>", "the .thrift files; what they include comes along");
  return addReadingOptions(command)
    .option("--config <file>", `the rules to check; the nearest ${CONFIG_FILE} if it is left out`)
    .option("--json", "print what is found as JSON")
    .addHelpText("after", HELP)
    .action(run);
}

function run(files: readonly string[], args: CheckArguments): void {
  const { config: named, json } = args;
  const problems: Diagnostic[] = [];
  const sources = new Map<string, string>();
  let config: LintConfig = new Map();
  const configFile = named ?? findConfig();
  if (configFile !== undefined) {
    const text = readConfig(configFile);
    sources.set(configFile, text);
    config = readLintConfig(configFile, text, (diagnostic) => problems.push(diagnostic));
  }
  const analysis = analyse(files, readingOptions(args));
  for (const [file, text] of analysis.sources) sources.set(file, text);
  problems.push(...lint(analysis, new Set(files.map((file) => resolve(file))).size, config));

  const errors = problems.filter(({ severity }) => severity === "error").length;
  if (json === true) console.log(JSON.stringify(toJson(problems, sources), undefined, 2));
  else {
    for (const problem of problems) console.error(printDiagnostic(problem, sources));
    console.log(`${count(errors, "error")}, ${count(problems.length - errors, "warning")}`);
  }
  if (errors > 0) process.exitCode = 1;
}

/** In the working directory, or the nearest folder above it. */
function findConfig(): string | undefined {
  for (let folder = resolve("."); ; folder = dirname(folder)) {
    const path = join(folder, CONFIG_FILE);
    if (existsSync(path)) return relative(".", path);
    if (dirname(folder) === folder) return undefined;
  }
}

function readConfig(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** The command line: its commands, and what every one of them does about mistakes. */

import { Command, CommanderError } from "commander";
import { packageVersion } from "../generator/package-version.js";
import { UserError } from "../generator/user-error.js";

/** Loaded when needed: `dev` brings a bundler along, which `gen` should not wait for. */
const COMMANDS: ReadonlyMap<string | undefined, () => Promise<Command>> = new Map([
  ["gen", async () => (await import("./gen.js")).genCommand()],
  ["format", async () => (await import("./format.js")).formatCommand()],
  ["check", async () => (await import("./check.js")).checkCommand()],
  ["breaking", async () => (await import("./breaking.js")).breakingCommand()],
  ["bundle", async () => (await import("./bundle.js")).bundleCommand()],
  ["call", async () => (await import("./call.js")).callCommand()],
  ["collect", async () => (await import("./collect.js")).collectCommand()],
  ["dead-letters", async () => (await import("./collect.js")).deadLettersCommand()],
  ["serve", async () => (await import("./serve.js")).serveCommand()],
  ["dev", async () => (await import("./dev.js")).devCommand()],
  ["weave", async () => (await import("./weave.js")).weaveCommand()],
]);

/**
 * Runs `thrift-faas` and sets the exit code: 0, 1 when the work could not be done, 2 when the command line is wrong.
 * @param args without `node` and the script
 */
export async function run(args: readonly string[]): Promise<void> {
  const named = COMMANDS.get(args[0]);
  const program = await createProgram(named === undefined ? [...COMMANDS.values()] : [named]);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    process.exitCode = report(error);
  }
}

async function createProgram(commands: readonly (() => Promise<Command>)[]): Promise<Command> {
  const program = new Command("thrift-faas")
    .description("TypeScript from .thrift files, in which every Thrift call happens exactly once on OpenFaaS")
    .version(packageVersion())
    .addHelpText("after", "\nExample:\n  $ thrift-faas gen social_network.thrift -o gen/ && thrift-faas dev\n");
  for (const load of commands) program.addCommand(await load());
  for (const command of [program, ...program.commands]) {
    command.exitOverride().showHelpAfterError("(--help says more)");
  }
  return program;
}

/** Says what went wrong, unless commander has, and returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UserError) {
    console.error(`thrift-faas: ${error.message}`);
    return 1;
  }
  console.error(`thrift-faas: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  console.error("This is a bug in thrift-faas: please report it, with the lines above.");
  return 1;
}

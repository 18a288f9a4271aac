/** `thrift-faas call`: any method of any function, from the shell. */

import { text as readText } from "node:stream/consumers";
import { Command, InvalidArgumentError } from "commander";
import { findMethod } from "../dynamic/find-method.js";
import { parseJson, printJson } from "../dynamic/json.js";
import { DeclaredException, type JsonArgs, methodOf } from "../dynamic/method.js";
import { analyse } from "../generator/analyse.js";
import { printDiagnostic } from "../generator/diagnostics/print.js";
import { groupByFunction } from "../generator/plan/functions.js";
import type { Program } from "../generator/model.js";
import { UserError } from "../generator/user-error.js";
import { DeliveryError } from "../runtime/client/transport.js";
import { processEnvironment } from "../runtime/environment.js";
import { readCallKeys } from "../runtime/openfaas/call-keys.js";
import { connect, type Connection } from "../runtime/openfaas/connect.js";
import { splitFunctionUrl } from "../runtime/openfaas/gateway-address.js";
import { SettingError } from "../runtime/openfaas/setting-error.js";
import { ApplicationException } from "../runtime/protocol/application-exception.js";
import { encodeArgs } from "../runtime/service/messages.js";
import { addWireOptions, spanOption, type WireArguments, wireOptions } from "./options.js";

interface CallArguments extends WireArguments {
  readonly idl: string;
  readonly id?: string;
  readonly timeout: number;
}

interface MethodName {
  readonly service: string;
  readonly method: string;
  /** Whether the call is to say which of a function's services it means. */
  readonly multiplexed: boolean;
}

/** Of a call that ended in an exception that its method declares. */
const DECLARED_EXCEPTION = 3;

const HELP = `
Examples:
  $ thrift-faas call http://127.0.0.1:8080/function/text-service TextService.ComposeText \\
      --idl social_network.thrift '{"req_id": 9007199254740993, "text": "Hello @ada"}'
  $ thrift-faas call http://127.0.0.1:8080 BookShop.order --idl bookshop.thrift --id order-17 < order.json

JSON, in and out:
  i8 to i64      numbers with all their digits, or the same as strings
  double         numbers; "NaN", "Infinity" and "-Infinity"
  binary         Base64
  enum           the member's name, or its number
  list, set      arrays
  map            an object; [[key, value], ...] if the keys are structs or containers
  struct         an object by field name; a field that is left out has its default, "required" ones may not be
  union          an object with one field

The arguments are an object by name, read from standard input if they are - or, where that is no terminal, left out. The result is
printed on standard output, and nothing for void. The ID of a call without --id is printed on standard error: repeated under it
within a day, a call happens once and is answered alike. Functions that ask for a key find it where they find it
themselves: in the file thrift-faas-call-key in the folder THRIFT_FAAS_SECRETS.

Exits with 0 for a result, ${DECLARED_EXCEPTION} for an exception that the method declares (as JSON on standard error), 1 for any other failure.
`;

export function callCommand(): Command {
  const command = new Command("call")
    .description("call a method of a function, exactly once, with JSON in and out")
    .argument("<url>", "the function's; the gateway's, for the function that the IDL names; or tcp://host:9090")
    .argument("<method>", "Service.method; Service:method tells the services of one function apart", parseMethod)
    .argument("[json]", "the arguments, by name")
    .requiredOption("--idl <file>", "the .thrift file; what it includes comes along");
  return addWireOptions(command)
    .option("--id <id>", "the invocation's ID; a new one if it is left out", parseId)
    .addOption(spanOption("--timeout <duration>", "how long to try"))
    .addHelpText("after", HELP)
    .action(run);
}

async function run(url: string, name: MethodName, json: string | undefined, options: CallArguments): Promise<void> {
  const program = load(options);
  if (program === undefined) {
    process.exitCode = 1;
    return;
  }
  const { service, method: declaration } = findMethod(program, name.service, name.method);
  const method = methodOf(service, declaration);
  const args: JsonArgs = { json: parseJson(await readArguments(json), "the arguments") };
  // What does not fit is said before there is a call.
  encodeArgs(method, args);
  const functions = groupByFunction(program.modules.flatMap(({ services }) => services));
  try {
    const { gateway, functionName = service.function } = splitFunctionUrl(url);
    const multiplexed = name.multiplexed || (functions.get(service.function)?.length ?? 0) > 1;
    const connection = await open(gateway, options.timeout);
    try {
      const target = { name: service.name, function: functionName, multiplexed };
      const result = await connection.withId(options.id ?? newId()).call(target, method, args);
      if (result !== undefined) console.log(printJson(result));
    } finally {
      connection.close();
    }
  } catch (error) {
    if (!(error instanceof DeclaredException)) throw explain(error);
    console.error(printJson({ [error.type]: error.json }));
    process.exitCode = DECLARED_EXCEPTION;
  }
}

/** Undefined if the IDL has mistakes; they have been printed. */
function load({ idl, ...wire }: CallArguments): Program | undefined {
  const { program, sources, diagnostics } = analyse([idl], wireOptions(wire));
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  for (const error of errors) console.error(printDiagnostic(error, sources));
  return errors.length > 0 ? undefined : program;
}

async function readArguments(given: string | undefined): Promise<string> {
  if (given !== undefined && given !== "-") return given;
  if (given === undefined && process.stdin.isTTY) return "{}";
  return (await readText(process.stdin)).trim() || "{}";
}

/** With the key that functions have. */
async function open(gateway: string, timeoutMs: number): Promise<Connection> {
  const [callKey] = (await readCallKeys(process.env)) ?? [];
  return connect(gateway, { timeoutMs, ...(callKey !== undefined && { callKey }) });
}

/** Said before the call leaves, so that it is known whatever becomes of this process. */
function newId(): string {
  const id = processEnvironment.randomId();
  console.error(`invocation ID: ${id}`);
  return id;
}

/** What the other side, the network or a setting is to blame for is no bug of ours. */
function explain(error: unknown): unknown {
  const isTheirs =
    error instanceof DeliveryError || error instanceof ApplicationException || error instanceof SettingError;
  return isTheirs ? new UserError(error.message) : error;
}

function parseMethod(text: string): MethodName {
  const [, service, separator, method] = /^(\w+)([.:])(\w+)$/.exec(text) ?? [];
  if (service === undefined || method === undefined)
    throw new InvalidArgumentError("It looks like TextService.ComposeText.");
  return { service, method, multiplexed: separator === ":" };
}

function parseId(id: string): string {
  if (id === "") throw new InvalidArgumentError("An ID has at least one character.");
  return id;
}

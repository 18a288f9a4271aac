/** A method of an IDL as the runtime calls it, made when the program runs: arguments and results are JSON. */

import type { Method as MethodDeclaration, ServiceDeclaration } from "../generator/model.js";
import { ENVELOPE_FIELD } from "../generator/envelope-field.js";
import { argsStruct, resultStruct, thrownName } from "../generator/plan/wire-structs.js";
import { effectsOf, parseTimeout, parseTries } from "../generator/resolve/method-annotations.js";
import { describeType } from "../generator/resolve/underlying.js";
import type { StructCodec } from "../runtime/protocol/protocol.js";
import type { Args, Method, Result } from "../runtime/service/method.js";
import { codecOf } from "./codec.js";
import { readStruct } from "./read.js";
import { writeStruct } from "./write.js";

/** The arguments of any method. */
export interface JsonArgs extends Args {
  /** By their IDL names. */
  readonly json: unknown;
}

/** An exception that the method declares. */
export class DeclaredException extends Error {
  override readonly name = "DeclaredException";
  /** The IDL's name for it. */
  readonly type: string;
  readonly json: unknown;

  constructor(type: string, json: unknown) {
    super(type);
    this.type = type;
    this.json = json;
  }
}

/** For callers: it reads no envelope, and knows no parts of a service. */
export function methodOf(service: ServiceDeclaration, declaration: MethodDeclaration): Method<JsonArgs> {
  const { name, oneway, returns, annotations } = declaration;
  const [effects] = effectsOf(declaration);
  const timeoutMs = parseTimeout(annotations.get("faas.timeout")?.value ?? "");
  const tries = parseTries(annotations.get("faas.retry")?.value ?? "");
  return {
    name,
    oneway,
    isVoid: returns === undefined,
    args: argsCodec(service, declaration),
    result: resultCodec(service, declaration),
    exceptions: Object.fromEntries(declaration.throws.map((field) => [thrownName(field), DeclaredException])),
    ...(effects && { effects: effects.effects }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(tries !== undefined && { tries }),
  };
}

function argsCodec(service: ServiceDeclaration, declaration: MethodDeclaration): StructCodec<JsonArgs> {
  const struct = argsStruct(declaration, service.module);
  const fields = struct.fields.filter(({ id }) => id !== ENVELOPE_FIELD);
  // Messages speak of what the user has typed.
  const codec = codecOf({ ...struct, name: `${service.name}.${declaration.name}`, fields });
  return {
    name: struct.name,
    read: (input) => ({ json: codec.read(input) }),
    write: (output, { json }) => codec.write(output, json),
  };
}

function resultCodec(service: ServiceDeclaration, declaration: MethodDeclaration): StructCodec<Result<unknown>> {
  const struct = resultStruct(declaration, service.module);
  const types = new Map(declaration.throws.map((field) => [thrownName(field), describeType(field.type)]));
  return {
    name: struct.name,
    read: (input) =>
      mapValues(readStruct(input, struct), (json, field) => {
        const type = types.get(field);
        return type === undefined ? json : new DeclaredException(type, json);
      }),
    write: (output, result) => {
      const json = mapValues(result, (value) => (value instanceof DeclaredException ? value.json : value));
      writeStruct(output, struct, json, "$");
    },
  };
}

function mapValues(
  object: object,
  change: (value: unknown, name: string) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));
}

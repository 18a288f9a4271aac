/**
 * The structs that the IDL does not spell out: the arguments and the result of a method, and the envelope. They are
 * declarations like any other, so that the rest of the plan treats them as such.
 */

import { ENVELOPE_FIELD } from "../envelope-field.js";
import type { Annotations, Field, Method, Module, Span, StructDeclaration, TypeRef } from "../model.js";

const NOWHERE: Span = { file: "", start: 0, end: 0 };
const NO_ANNOTATIONS: Annotations = new Map();

/** Stands for the runtime: what is declared in it is imported from there. */
export const RUNTIME_MODULE: Module = {
  name: "thrift-faas",
  file: "",
  named: false,
  namespace: "",
  namespaces: new Map(),
  includes: [],
  cppIncludes: [],
  typedefs: [],
  enums: [],
  structs: [],
  constants: [],
  services: [],
};

const ENVELOPE: StructDeclaration = {
  kind: "struct",
  name: "Envelope",
  span: NOWHERE,
  annotations: NO_ANNOTATIONS,
  module: RUNTIME_MODULE,
  fields: [],
};

/** `ComposeText_args`: the arguments as the IDL has them, and the envelope, which a plain Thrift peer skips. */
export function argsStruct(method: Method, module: Module): StructDeclaration {
  const envelope = optionalField(ENVELOPE_FIELD, "$envelope", { kind: "named", declaration: ENVELOPE });
  return wireStruct(`${method.name}_args`, [...method.args.map(neverOptional), envelope], module);
}

/** `ComposeText_result`: of the returned value and the declared exceptions, one is set. */
export function resultStruct(method: Method, module: Module): StructDeclaration {
  const success = method.returns === undefined ? [] : [optionalField(0, "success", method.returns)];
  const exceptions = method.throws.map((field) => optionalField(field.id, thrownName(field), field.type));
  return wireStruct(`${method.name}_result`, [...success, ...exceptions], module);
}

/** The property of a declared exception in the result; the returned value has the name that no exception may have. */
export function thrownName(field: Field): string {
  return field.name === "success" ? "success_" : field.name;
}

/** Arguments are positional: each has a value, `optional` or not. */
function neverOptional(argument: Field): Field {
  return argument.requiredness === "optional" ? { ...argument, requiredness: "default" } : argument;
}

function optionalField(id: number, name: string, type: TypeRef): Field {
  return { id, name, span: NOWHERE, annotations: NO_ANNOTATIONS, requiredness: "optional", type };
}

function wireStruct(name: string, fields: readonly Field[], module: Module): StructDeclaration {
  return { kind: "struct", name, span: NOWHERE, annotations: NO_ANNOTATIONS, module, fields };
}

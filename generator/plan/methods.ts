/** One method of a service: its signatures, its wire structs, and how the handler is called. */

import type { Method, ServiceDeclaration, StructDeclaration } from "../model.js";
import { brackets } from "./brackets.js";
import { structCodecView } from "./codecs.js";
import { docOf } from "./doc.js";
import { parameterNames, pascalCase, propertyName, serviceNames } from "./names.js";
import { quote } from "./quote.js";
import type { Scope } from "./scope.js";
import { methodOptions } from "./method-options.js";
import { stateInterface } from "./state.js";
import { structView } from "./structs.js";
import { typeText } from "./types.js";
import { plainType } from "../resolve/plain-type.js";
import type { StructCodecView } from "./views/codecs.js";
import type { MethodView } from "./views/service.js";
import type { StructView } from "./views/types.js";
import { argsStruct, resultStruct, thrownName } from "./wire-structs.js";

export function methodView(service: ServiceDeclaration, method: Method, scope: Scope): MethodView {
  scope.runtime("Awaitable");
  const name = propertyName(method.name);
  const returns = method.returns === undefined ? "void" : typeText(method.returns, scope);
  const args = wireStructViews(service, method, argsStruct(method, service.module), "Args", scope);
  const result = wireStructViews(service, method, resultStruct(method, service.module), "Result", scope);
  const descriptor = scope.declare(`${pascalCase(method.name)}Method`);
  const names = parameterNames(method, scope.taken);
  const state = stateInterface(service, scope);
  const invocation = `${scope.runtime("Invocation")}${state === undefined ? "" : `<${state}>`}`;
  const handler = serviceNames(service).handler;
  const typeArguments = [handler, args.struct.name, returns, ...(state === undefined ? [] : [state])];
  const parameters = method.args.map((arg, index) => `${names[index]}: ${typeText(arg.type, scope)}`);
  return {
    doc: docOf(method, "  "),
    name,
    wireName: quote(method.name),
    handlerParameters: [...parameters, `invocation: ${invocation}`].join(", "),
    clientParameters: parameters.join(", "),
    returns,
    argsObject: argsObject(method, names),
    oneway: method.oneway,
    isVoid: method.returns === undefined,
    descriptor,
    type: `MethodDescriptor<${typeArguments.join(", ")}>`,
    args: args.struct,
    argsCodec: args.codec,
    result: method.returns === undefined ? withoutSuccess(result.struct) : result.struct,
    resultCodec: result.codec,
    exceptions: exceptions(method, scope),
    options: methodOptions(method, scope),
    invoke: invoke(method, name),
  };
}

function wireStructViews(
  service: ServiceDeclaration,
  method: Method,
  struct: StructDeclaration,
  suffix: "Args" | "Result",
  scope: Scope,
): { readonly struct: StructView; readonly codec: StructCodecView } {
  const type = scope.declare(`${pascalCase(method.name)}${suffix}`);
  const name = scope.declare(`${type}Codec`);
  const where = `${service.name}.${method.name}`;
  return {
    // Callers without the generated client have to make arguments.
    struct: structView(struct, type, suffix === "Args" ? "export " : "", scope),
    codec: structCodecView(struct, { name, type, where, export: "" }, scope),
  };
}

/** The result of a `void` method never has the value that others have. */
function withoutSuccess(result: StructView): StructView {
  const success = { doc: "", name: "success", mark: "?", type: "undefined" };
  return { ...result, properties: [success, ...result.properties] };
}

function argsObject(method: Method, names: readonly string[]): string {
  const properties = method.args.map((arg, index) => {
    const property = propertyName(arg.name);
    return property === names[index] ? property : `${property}: ${names[index]}`;
  });
  return properties.length === 0 ? "{}" : `{ ${properties.join(", ")} }`;
}

function exceptions(method: Method, scope: Scope): string {
  const classes = method.throws.flatMap((field) => {
    const type = plainType(field.type);
    return type.kind === "struct" ? [`${propertyName(thrownName(field))}: ${scope.value(type.declaration)}`] : [];
  });
  return brackets("{ ", classes, " }").replaceAll("\n", "\n  ");
}

function invoke(method: Method, name: string): string {
  const values = method.args.map((arg) => `args.${propertyName(arg.name)}`);
  const args = values.length === 0 ? "_args" : "args";
  return `(handler, ${args}, invocation) => handler.${name}(${[...values, "invocation"].join(", ")})`;
}

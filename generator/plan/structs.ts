/** Structs, unions and exceptions as the nouns of `types.ts`. */

import type { Field, StructDeclaration } from "../model.js";
import { docOf } from "./doc.js";
import { fieldDoc } from "./field-doc.js";
import { isErrorMessage, propertyOf } from "./names.js";
import { isOptional } from "../resolve/presence.js";
import { quote } from "./quote.js";
import type { Scope } from "./scope.js";
import { typeText } from "./types.js";
import { plainType } from "../resolve/plain-type.js";
import type { ExceptionView, PropertyView, StructView, UnionView } from "./views/types.js";

export function nounView(struct: StructDeclaration, scope: Scope): StructView | UnionView | ExceptionView {
  switch (struct.kind) {
    case "struct":
      return structView(struct, scope.ownName(struct), "export ", scope);
    case "union":
      return unionView(struct, scope);
    case "exception":
      return exceptionView(struct, scope);
  }
}

/**
 * @param name what the interface is called
 * @param exported "export " or ""
 */
export function structView(struct: StructDeclaration, name: string, exported: string, scope: Scope): StructView {
  const properties = struct.fields.map((field) => propertyView(struct, field, scope));
  return { partial: "struct", doc: docOf(struct), export: exported, name, properties };
}

function propertyView(struct: StructDeclaration, field: Field, scope: Scope): PropertyView {
  return {
    doc: fieldDoc(field, scope),
    name: propertyOf(struct, field),
    mark: isOptional(struct, field) ? "?" : "",
    type: typeText(field.type, scope),
  };
}

function unionView(union: StructDeclaration, scope: Scope): UnionView {
  const variants = union.fields.map((field) => ({
    doc: docOf(field, "  "),
    kind: quote(field.name),
    type: typeText(field.type, scope),
  }));
  return {
    partial: "union",
    doc: docOf(union),
    name: scope.ownName(union),
    variants: variants.length > 0 ? variants : [{ doc: "", kind: "never", type: "never" }],
  };
}

function exceptionView(exception: StructDeclaration, scope: Scope): ExceptionView {
  const own = exception.fields.filter((field) => !isErrorMessage(exception, field));
  const parameters = exception.fields.map((field) => parameter(exception, field, scope));
  return {
    partial: "exception",
    doc: docOf(exception),
    name: scope.ownName(exception),
    quotedName: quote(exception.name),
    properties: own.map((field) => propertyView(exception, field, scope)),
    parameter: parameters.length === 0 ? "" : `fields: { ${parameters.join("; ")} }`,
    message: own.length < exception.fields.length ? "fields.message" : composedMessage(exception),
    assignments: own.map((field) => assignment(exception, field)),
  };
}

function parameter(exception: StructDeclaration, field: Field, scope: Scope): string {
  const type = typeText(field.type, scope);
  const name = propertyOf(exception, field);
  return isOptional(exception, field) ? `readonly ${name}?: ${type} | undefined` : `readonly ${name}: ${type}`;
}

function assignment(exception: StructDeclaration, field: Field): string {
  const name = propertyOf(exception, field);
  const assign = `this.${name} = fields.${name};`;
  return isOptional(exception, field) ? `if (fields.${name} !== undefined) ${assign}` : assign;
}

/** The message of an exception that has none of its own: its name, and the fields that read well in a line. */
function composedMessage(exception: StructDeclaration): string {
  const parts = exception.fields
    .filter((field) => !isOptional(exception, field) && isScalar(field))
    .map((field) => `${field.name} \${fields.${propertyOf(exception, field)}}`);
  return parts.length === 0 ? quote(exception.name) : `\`${exception.name}: ${parts.join(", ")}\``;
}

function isScalar(field: Field): boolean {
  const type = plainType(field.type);
  return type.kind === "enum" || (type.kind === "base" && type.name !== "binary");
}

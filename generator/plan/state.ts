/** A service's durable state: the interface of its accessors, and how the runtime opens them. */

import type { Field, ServiceDeclaration, TypeRef } from "../model.js";
import { plainType } from "../resolve/plain-type.js";
import { type StateShape, stateShape } from "../resolve/state-shape.js";
import { describeType } from "../resolve/underlying.js";
import { docComment, joinDocs } from "./doc.js";
import { fieldDoc } from "./field-doc.js";
import { literal } from "./literals.js";
import { propertyName, serviceNames } from "./names.js";
import { quote } from "./quote.js";
import { readExpression } from "./read.js";
import type { Scope } from "./scope.js";
import { typeText, wireType } from "./types.js";
import type { StateView } from "./views/service.js";
import { writeExpression } from "./write.js";

/** What the service's own `faas.state` adds; null when it has none. */
export function stateView(service: ServiceDeclaration, scope: Scope): StateView | null {
  const { state, extends: parent } = service;
  if (state === undefined) return null;
  return {
    doc: docComment(joinDocs(state.doc, `The durable state of ${service.name}, as its handler uses it.`)),
    name: serviceNames(service).state,
    parent: parent === undefined ? "" : (stateInterface(parent, scope) ?? ""),
    fields: state.fields.map((field) => {
      const shape = stateShape(field);
      return {
        doc: fieldDoc(field, scope),
        name: propertyName(field.name),
        collection: quote(propertyName(field.name)),
        type: accessorType(shape, field, scope),
        descriptor: descriptor(shape, field, scope).replaceAll("\n", "\n    "),
      };
    }),
  };
}

/** The name of the interface that a service's handler finds its state behind; undefined for a service without state. */
export function stateInterface(service: ServiceDeclaration, scope: Scope): string | undefined {
  if (service.state !== undefined) return scope.service(service, "state");
  return service.extends === undefined ? undefined : stateInterface(service.extends, scope);
}

function accessorType(shape: StateShape, field: Field, scope: Scope): string {
  const text = (type: TypeRef): string => typeText(type, scope);
  switch (shape.kind) {
    case "value":
      return `${scope.runtime("DurableValue")}<${text(shape.value)}${field.defaultValue === undefined ? "" : ", never"}>`;
    case "map":
      return `${scope.runtime("DurableMap")}<${text(shape.key)}, ${text(shape.value)}>`;
    case "set":
      return `${scope.runtime("DurableSet")}<${text(shape.value)}>`;
    case "list":
      return `${scope.runtime("DurableList")}<${text(shape.value)}>`;
    case "sorted-set":
      return `${scope.runtime("DurableSortedSet")}<${text(shape.value)}, ${text(shape.score)}>`;
    case "map-of":
      return `${scope.runtime("DurableMapOf")}<${text(shape.key)}, ${accessorType(shape.of, field, scope)}>`;
  }
}

function descriptor(shape: StateShape, field: Field, scope: Scope): string {
  const kind = `kind: ${quote(shape.kind)}`;
  switch (shape.kind) {
    case "value": {
      const value = `value: ${storedType(shape.value, scope)}`;
      return object(kind, value, ...initial(field, scope));
    }
    case "map":
      return object(kind, `key: ${storedType(shape.key, scope)}`, `value: ${storedType(shape.value, scope)}`);
    case "set":
    case "list":
      return object(kind, `value: ${storedType(shape.value, scope)}`);
    case "sorted-set":
      return object(kind, `value: ${storedType(shape.value, scope)}`, `score: ${storedType(shape.score, scope)}`);
    case "map-of":
      return object(kind, `key: ${storedType(shape.key, scope)}`, `of: ${descriptor(shape.of, field, scope)}`);
  }
}

function initial({ type, defaultValue }: Field, scope: Scope): readonly string[] {
  if (defaultValue === undefined) return [];
  const value = literal(type, defaultValue, scope);
  return [`initial: () => ${value.startsWith("{") ? `(${value})` : value}`];
}

/** What errors call a part of something stored; what it is stored as is said around them. */
const A_VALUE = "A value";

/** The `StoredType` of a type: `stored.i64`, `{ type: TType.STRUCT, ...UrlCodec }` ... */
export function storedType(type: TypeRef, scope: Scope): string {
  const plain = plainType(type);
  switch (plain.kind) {
    case "base":
      return `${scope.runtime("stored")}.${plain.as === "number" ? "safeI64" : plain.name}`;
    case "enum":
      return object(`...${scope.runtime("stored")}.i32`, `name: ${quote(plain.declaration.name)}`);
    case "struct":
      return object(`type: ${wireType(type, scope)}`, `...${scope.codec(plain.declaration)}`);
    case "list":
    case "set":
    case "map": {
      const stored = object(
        `name: ${quote(describeType(type))}`,
        `type: ${wireType(type, scope)}`,
        `read: (input) => ${readExpression(type, A_VALUE, scope)}`,
        `write: (output, value) => ${writeExpression(type, "value", scope)}`,
      );
      return `${stored} satisfies ${scope.runtime("StoredType")}<${typeText(type, scope)}>`;
    }
  }
}

function object(...properties: readonly string[]): string {
  return `{ ${properties.join(", ")} }`;
}

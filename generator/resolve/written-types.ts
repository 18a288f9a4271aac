/** The types as a file writes them down, for rules that look at every one. */
import type { Annotations, Module, Span, TypeRef } from "../model.js";

/** A type that is written somewhere, and what it is written for. */
export interface WrittenType {
  /** The name of what has the type. */
  readonly name: string;
  readonly span: Span;
  readonly type: TypeRef;
  readonly of: "field" | "argument" | "exception" | "result" | "typedef" | "constant";
  /** Of what has the type, where they can speak of the type. */
  readonly annotations?: Annotations;
}

export function* typesIn({ typedefs, structs, constants, services }: Module): Generator<WrittenType> {
  for (const { name, span, type, annotations } of typedefs) yield { name, span, type, annotations, of: "typedef" };
  for (const { name, span, type } of constants) yield { name, span, type, of: "constant" };
  for (const { fields } of structs) {
    for (const { name, span, type, annotations } of fields) yield { name, span, type, annotations, of: "field" };
  }
  for (const { methods } of services) {
    for (const { name, span, returns, args, throws } of methods) {
      if (returns !== undefined) yield { name, span, type: returns, of: "result" };
      for (const each of args) {
        yield { name: each.name, span: each.span, type: each.type, annotations: each.annotations, of: "argument" };
      }
      for (const each of throws) yield { name: each.name, span: each.span, type: each.type, of: "exception" };
    }
  }
}

/** The type and those written inside it. What a typedef stands for is written elsewhere. */
export function* parts(type: TypeRef): Generator<TypeRef> {
  yield type;
  if (type.kind === "list" || type.kind === "set") yield* parts(type.element);
  if (type.kind === "map") {
    yield* parts(type.key);
    yield* parts(type.value);
  }
}

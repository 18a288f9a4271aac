/** What a lint rule is, and what rules share. Lint rules are for what is right, but not wanted; a team switches them on. */
import type { Diagnostic, Module, Span, TypeRef } from "../model.js";

/** Something found, without the severity, which the config gives it. */
export type Lint = (
  at: { readonly span: Span },
  message: string,
  hint: string,
  related?: Diagnostic["related"],
) => void;

export interface LintRule {
  /** kebab-case: its name in the config, and the code of what it finds. */
  readonly code: string;
  /** What it looks for, in a few words. */
  readonly about: string;
  /** Looks at one file. Knows nothing of other rules. */
  readonly check: (module: Module, lint: Lint) => void;
}

/** A type that is written somewhere, and the name that it is written for. */
export interface Use {
  readonly name: string;
  readonly span: Span;
  readonly type: TypeRef;
  readonly of: "field" | "argument" | "exception" | "result" | "typedef" | "constant";
}

/** Every type that a file writes down. */
export function* typesIn({ typedefs, structs, constants, services }: Module): Generator<Use> {
  for (const { name, span, type } of typedefs) yield { name, span, type, of: "typedef" };
  for (const { name, span, type } of constants) yield { name, span, type, of: "constant" };
  for (const { fields } of structs) for (const { name, span, type } of fields) yield { name, span, type, of: "field" };
  for (const { methods } of services) {
    for (const { name, span, returns, args, throws } of methods) {
      if (returns !== undefined) yield { name, span, type: returns, of: "result" };
      for (const each of args) yield { name: each.name, span: each.span, type: each.type, of: "argument" };
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

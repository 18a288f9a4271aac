/** What the evaluation of a value needs to know, and how it reports. */
import type { Code } from "../diagnostics/codes.js";
import type { Span, TypeRef } from "../model.js";
import type { ValueSyntax } from "../parse/syntax.js";
import type { Agenda } from "./agenda.js";
import type { Scope } from "./scope.js";
import { describeType } from "./underlying.js";

export interface Evaluation {
  /** Where the names in the value are looked up. */
  readonly scope: Scope;
  readonly agenda: Agenda;
  /** Inside a constant that another one refers to, mistakes are shown at the reference. */
  readonly at?: Span | undefined;
}

/** Reports a mistake in a value. Returns the result of the evaluation: none. */
export function reportValue(
  code: Code,
  message: string,
  value: { readonly span: Span },
  { agenda, at }: Evaluation,
  hint?: string,
): undefined {
  agenda.report({ severity: "error", code, message, span: at ?? value.span, hint });
}

const nouns: Readonly<Record<Exclude<ValueSyntax["kind"], "reference">, string>> = {
  bool: "a bool",
  int: "an integer",
  double: "a double",
  string: "a string",
  list: "a list",
  map: "a map",
};

export function reportMismatch(value: ValueSyntax, type: TypeRef, context: Evaluation): undefined {
  const found = value.kind === "reference" ? `\`${value.name}\`` : nouns[value.kind];
  return reportValue(
    "type-mismatch",
    `expected a value of type \`${describeType(type)}\`, found ${found}`,
    value,
    context,
  );
}

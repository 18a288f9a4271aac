/** The entries of a struct's literal, each with the field it names. */
import { didYouMean } from "../diagnostics/suggest.js";
import type { Field, StructDeclaration } from "../model.js";
import type { ValueSyntax } from "../parse/syntax.js";
import { type Evaluation, reportValue } from "./evaluation.js";

type Entry = readonly [key: ValueSyntax, value: ValueSyntax];

/** Undefined when a key names no field, or a field is named twice, or a union does not get exactly one. */
export function matchFields(
  literal: ValueSyntax,
  entries: readonly Entry[],
  declaration: StructDeclaration,
  context: Evaluation,
): (readonly [Field, ValueSyntax])[] | undefined {
  const { kind, name, fields } = declaration;
  if (kind === "union" && entries.length !== 1) {
    const message = `a value of the union \`${name}\` has exactly one field, found ${entries.length}`;
    return reportValue("union-value", message, literal, context);
  }
  const matched = new Map<Field, ValueSyntax>();
  for (const [key, value] of entries) {
    if (key.kind !== "string") {
      const message = `expected the name of a field of \`${name}\`, a string`;
      return reportValue("type-mismatch", message, key, context);
    }
    const field = fields.find((each) => each.name === key.value);
    if (field === undefined) {
      if (declaration.partial === true) return undefined;
      const hint = didYouMean(
        key.value,
        fields.map((each) => each.name),
      );
      return reportValue("unknown-field", `\`${name}\` has no field \`${key.value}\``, key, context, hint);
    }
    if (matched.has(field)) {
      return reportValue("duplicate-key", `\`${key.value}\` is given twice`, key, context);
    }
    matched.set(field, value);
  }
  return [...matched];
}

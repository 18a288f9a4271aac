/** Structs, unions and exceptions: those of one name, and those that stand in the same place. */
import type { StructDeclaration } from "../model.js";
import { isOptional } from "../resolve/presence.js";
import { compareFields } from "./compare-fields.js";
import type { ReportBreak } from "./finding.js";
import type { Pair, StructPairs } from "./pairs.js";

export function compareStruct(
  { old, new: next }: Pair<StructDeclaration>,
  pairs: StructPairs,
  report: ReportBreak,
): void {
  if (old.kind !== next.kind) {
    report({
      kind: old.kind === "union" || next.kind === "union" ? "wire" : "source",
      code: "kind-changed",
      message: `\`${next.name}\` was a ${old.kind} and is a ${next.kind}`,
      why: "a union has exactly one of its fields, an exception can be thrown, and TypeScript tells all three apart",
      hint: `leave it a ${old.kind}, and declare a ${next.kind} beside it`,
      old: old.span,
      new: next.span,
    });
  }
  compareFields(
    old.fields,
    next.fields,
    {
      noun: "field",
      owner: next.name,
      span: next.span,
      meet: (a, b) => pairs.add(a, b),
      mayBeAbsent: (field) => ({ old: isOptional(old, field.old), new: isOptional(next, field.new) }),
    },
    report,
  );
  if (next.kind === "struct") reportToFill({ old, new: next }, report);
}

/** New fields that code which makes such a struct has to give. */
function reportToFill({ old, new: next }: Pair<StructDeclaration>, report: ReportBreak): void {
  const known = new Set(old.fields.map(({ id }) => id));
  for (const field of next.fields) {
    if (known.has(field.id) || isOptional(next, field)) continue;
    report({
      kind: "source",
      code: "field-to-fill-added",
      message: `field ${field.id}, \`${field.name}\`, of \`${next.name}\` is new and not optional`,
      why: "code that makes one has to give it a value",
      hint: "make it `optional`",
      new: field.span,
    });
  }
}

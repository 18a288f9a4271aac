/** `faas.i64` has one of two values, and stands where an i64 is written. */
import type { Report } from "../../diagnostics/report.js";
import type { Annotations, TypeRef } from "../../model.js";
import { I64_ANNOTATION, isI64Choice } from "../../resolve/i64.js";
import { describeType } from "../../resolve/underlying.js";
import { parts, typesIn } from "../../resolve/written-types.js";
import { errorAt, type Rule } from "../rule.js";

export const i64Choices: Rule = ({ modules }, report) => {
  for (const module of modules) {
    for (const { type, annotations } of typesIn(module)) {
      checkChoice(annotations, type, report);
      for (const part of parts(type)) checkChoice(part.annotations, part, report);
    }
  }
};

/** @param type what the annotation speaks of */
function checkChoice(annotations: Annotations | undefined, type: TypeRef, report: Report): void {
  const choice = annotations?.get(I64_ANNOTATION);
  if (choice === undefined) return;
  if (!isI64Choice(choice.value)) {
    const message = `"${choice.value}" is nothing that an i64 can be`;
    const hint = 'write `faas.i64 = "number"`, exact up to 2^53 - 1, or `faas.i64 = "bigint"`';
    report(errorAt(choice, "annotation-value", message, { hint }));
  } else if (![...parts(type)].some((part) => part.kind === "base" && part.name === "i64")) {
    const message = `no \`i64\` is written in \`${describeType(type)}\` that \`faas.i64\` could speak of`;
    report(errorAt(choice, "i64-type", message, { hint: hintFor(type) }));
  }
}

function hintFor(type: TypeRef): string {
  const [named] = [...parts(type)].flatMap((part) => (part.kind === "named" ? [part.declaration] : []));
  return named?.kind === "typedef" ? `write it where the typedef \`${named.name}\` is declared` : "drop it";
}

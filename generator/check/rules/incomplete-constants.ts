/** A constant struct has its required fields; those that it lacks are zero, unless their type has no zero. */
import type { ConstValue, Program, Span } from "../../model.js";
import { hasZero, isOptional } from "../../resolve/presence.js";
import { errorAt, fieldLists, type Rule, warningAt } from "../rule.js";

export const incompleteConstants: Rule = (program, report) => {
  for (const { value, span } of writtenValues(program)) {
    for (const { declaration, fields } of structValues(value)) {
      if (declaration.kind === "union") continue;
      const given = new Set(fields.map(({ field }) => field));
      for (const field of declaration.fields) {
        if (given.has(field) || field.defaultValue !== undefined || isOptional(declaration, field)) continue;
        const lacks = `the value lacks \`${declaration.name}.${field.name}\``;
        if (!hasZero(field.type)) {
          report(errorAt({ span }, "missing-field", `${lacks}, and nothing can stand for it`));
        } else if (field.requiredness === "required") {
          const message = `${lacks}, which is required; it is empty or zero then`;
          report(warningAt({ span }, "missing-required-field", message, { hint: "give it a value" }));
        }
      }
    }
  }
};

function* writtenValues(program: Program): Generator<{ readonly value: ConstValue; readonly span: Span }> {
  yield* program.modules.flatMap(({ constants }) => constants);
  for (const { fields } of fieldLists(program)) {
    for (const { defaultValue, span } of fields) if (defaultValue !== undefined) yield { value: defaultValue, span };
  }
}

/** Every struct in a value, each once even when constants share it. */
function structValues(value: ConstValue): Extract<ConstValue, { kind: "struct" }>[] {
  const seen = new Set<ConstValue>();
  const found: Extract<ConstValue, { kind: "struct" }>[] = [];
  const visit = (part: ConstValue): void => {
    if (seen.has(part)) return;
    seen.add(part);
    if (part.kind === "list" || part.kind === "set") part.elements.forEach(visit);
    else if (part.kind === "map") part.entries.flat().forEach(visit);
    else if (part.kind === "struct") {
      found.push(part);
      for (const field of part.fields) visit(field.value);
    }
  };
  visit(value);
  return found;
}

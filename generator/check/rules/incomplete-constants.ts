/** A constant struct must have its required fields, and those of a type without a zero value. */
import type { ConstValue, Field, Program, Span, StructDeclaration } from "../../model.js";
import { hasZero, isOptional } from "../../resolve/presence.js";
import { errorAt, fieldLists, type Rule } from "../rule.js";

export const incompleteConstants: Rule = (program, report) => {
  for (const { value, span } of writtenValues(program)) {
    for (const { declaration, fields } of structValues(value)) {
      const given = new Set(fields.map(({ field }) => field));
      for (const field of declaration.fields) {
        if (given.has(field) || !mustBeGiven(declaration, field)) continue;
        const message = `the value lacks \`${field.name}\`, a field of \`${declaration.name}\` that must be given`;
        report(errorAt({ span }, "missing-field", message));
      }
    }
  }
};

function mustBeGiven(struct: StructDeclaration, field: Field): boolean {
  if (struct.kind === "union" || field.defaultValue !== undefined) return false;
  return field.requiredness === "required" || !(isOptional(struct, field) || hasZero(field.type));
}

function* writtenValues(program: Program): Generator<{ readonly value: ConstValue; readonly span: Span }> {
  yield* program.modules.flatMap(({ constants }) => constants);
  for (const { defaultValue, span } of [...fieldLists(program)].flatMap(({ fields }) => fields)) {
    if (defaultValue !== undefined) yield { value: defaultValue, span };
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

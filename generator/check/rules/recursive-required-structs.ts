/** A struct that needs another one of its kind inside can never be made. */
import type { Field, StructDeclaration } from "../../model.js";
import { underlying } from "../../resolve/underlying.js";
import { errorAt, type Rule } from "../rule.js";

export const recursiveRequiredStructs: Rule = ({ modules }, report) => {
  const finished = new Set<StructDeclaration>();
  for (const struct of modules.flatMap(({ structs }) => structs)) findLoops(struct, [], finished, report);
};

/** Goes down through required fields; `path` holds the structs above. */
function findLoops(
  struct: StructDeclaration,
  path: StructDeclaration[],
  finished: Set<StructDeclaration>,
  report: Parameters<Rule>[1],
): void {
  if (finished.has(struct)) return;
  path.push(struct);
  for (const field of struct.fields) {
    const inner = requiredStruct(field);
    if (inner === undefined) continue;
    const start = path.indexOf(inner);
    if (start === -1) {
      findLoops(inner, path, finished, report);
      continue;
    }
    const loop = [...path.slice(start), inner].map(({ name }) => name).join(" -> ");
    const message = `\`${inner.name}\` can never be complete: it requires itself (${loop})`;
    report(errorAt(field, "recursive-required-struct", message, { hint: "make one of the fields `optional`" }));
  }
  path.pop();
  finished.add(struct);
}

function requiredStruct({ requiredness, type }: Field): StructDeclaration | undefined {
  if (requiredness !== "required") return undefined;
  const actual = underlying(type);
  return actual.kind === "named" && actual.declaration.kind !== "enum" ? actual.declaration : undefined;
}

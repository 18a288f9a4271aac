/** What the fields of a state struct can be stored as. */
import type { Report } from "../../diagnostics/report.js";
import type { Annotation, Field, StructDeclaration, TypeRef } from "../../model.js";
import { keyProblem } from "../../resolve/key-problem.js";
import { plainType } from "../../resolve/plain-type.js";
import { ORDERED, type StateShape, stateShape } from "../../resolve/state-shape.js";
import { describeType } from "../../resolve/underlying.js";
import { errorAt, type Rule } from "../rule.js";

export const stateFields: Rule = ({ modules }, report) => {
  const services = modules.flatMap((module) => module.services);
  const structs = new Set(services.flatMap(({ state }): StructDeclaration[] => (state === undefined ? [] : [state])));
  for (const field of [...structs].flatMap(({ fields }) => fields)) {
    const shape = stateShape(field);
    checkOrdered(field, shape, report);
    checkKeys(field, shape, report);
    checkDefault(field, shape, report);
  }
};

function checkOrdered(field: Field, shape: StateShape, report: Report): void {
  const { name, annotations } = field;
  const onField = annotations.get(ORDERED);
  if (onField !== undefined && shape.kind !== "sorted-set") {
    const message = `\`${name}\` is a \`${describeType(field.type)}\`: only a map has an order of its own`;
    report(errorAt(onField, "ordered-type", message, { hint: "order a map from the values to their scores" }));
  }
  const inner = shape.kind === "map-of" ? shape.of : shape;
  if (inner.kind === "sorted-set" && !isScore(inner.score)) {
    const message = `\`${describeType(inner.score)}\` is no score that \`${name}\` could be ordered by`;
    const hint =
      plainType(inner.score).kind === "map"
        ? `to order the inner maps, write \`faas.ordered\` behind the inner type: map<..., map<...> (${ORDERED})>`
        : "the values of an ordered map are integers or doubles";
    report(errorAt(field, "state-score", message, { hint }));
  }
  for (const type of storedWhole(inner)) for (const annotation of orderedWithin(type)) report(tooDeep(annotation));
}

function tooDeep(annotation: Annotation): ReturnType<typeof errorAt> {
  const message = "this map is stored as part of one value, which has no order";
  return errorAt(annotation, "ordered-type", message, {
    hint: "order a field's map, or one right under a field's map",
  });
}

function isScore(type: TypeRef): boolean {
  const plain = plainType(type);
  return plain.kind === "base" && ["i8", "i16", "i32", "i64", "double"].includes(plain.name);
}

/** The types whose values are stored as they are. */
function storedWhole(shape: Exclude<StateShape, { kind: "map-of" }>): readonly TypeRef[] {
  return shape.kind === "sorted-set" ? [] : [shape.value];
}

/** Where `faas.ordered` stands in a type as it is written, and in the typedefs it names. */
function orderedWithin(type: TypeRef): Annotation[] {
  const plain = plainType(type);
  switch (plain.kind) {
    case "list":
    case "set":
      return orderedWithin(plain.element);
    case "map": {
      const own = plain.annotations.get(ORDERED);
      return [...(own === undefined ? [] : [own]), ...orderedWithin(plain.key), ...orderedWithin(plain.value)];
    }
    default:
      return [];
  }
}

function checkKeys(field: Field, shape: StateShape, report: Report): void {
  for (const key of keysOf(shape)) {
    const problem = keyProblem(key);
    if (problem === undefined) continue;
    const message = `\`${field.name}\` cannot be stored by \`${describeType(key)}\`: ${problem}`;
    const hint =
      "what is stored by key has a base type but double, an enum, or a struct without doubles, sets and maps";
    report(errorAt(field, "state-key", message, { hint }));
  }
}

function keysOf(shape: StateShape): readonly TypeRef[] {
  switch (shape.kind) {
    case "map":
      return [shape.key];
    case "set":
    case "sorted-set":
      return [shape.value];
    case "map-of":
      return [shape.key, ...keysOf(shape.of)];
    default:
      return [];
  }
}

function checkDefault(field: Field, shape: StateShape, report: Report): void {
  if (shape.kind === "value" || field.defaultValue === undefined) return;
  const message = `\`${field.name}\` is stored element by element and begins empty: its default would never be seen`;
  report(errorAt(field, "state-default", message, { hint: "drop the default" }));
}

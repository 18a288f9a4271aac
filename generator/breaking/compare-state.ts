/** A service's durable state: stored under the service's name, each field under its own, whatever its ID. */
import type { Field, ServiceDeclaration, StructDeclaration, TypeRef } from "../model.js";
import { plainType } from "../resolve/plain-type.js";
import { stateShape } from "../resolve/state-shape.js";
import { describeType } from "../resolve/underlying.js";
import type { ReportBreak } from "./finding.js";
import { byName, type Pair, pairBy, type StructPairs } from "./pairs.js";
import { isSameOnWire } from "./types.js";
import { storedTypes } from "./uses.js";

export function compareState(
  { old, new: next }: Pair<ServiceDeclaration>,
  pairs: StructPairs,
  report: ReportBreak,
): void {
  if (old.state === undefined) return;
  if (next.state === undefined) {
    report({
      kind: "state",
      code: "state-removed",
      message: `\`${next.name}\` has no state any more`,
      why: "what is stored can no longer be reached",
      hint: `keep \`faas.state = "${old.state.name}"\``,
      old: old.annotations.get("faas.state")?.span ?? old.span,
      new: next.span,
    });
    return;
  }
  const { both, removed } = pairBy(old.state.fields, next.state.fields, byName);
  for (const field of removed) reportRemoval(field, next.state, report);
  for (const pair of both) compareStored(pair, next.state, pairs, report);
}

function reportRemoval(field: Field, state: StructDeclaration, report: ReportBreak): void {
  const renamed = state.fields.find(({ id }) => id === field.id);
  report({
    kind: "state",
    code: "state-field-removed",
    message:
      renamed === undefined
        ? `\`${state.name}.${field.name}\` is gone`
        : `\`${state.name}.${field.name}\` is called \`${renamed.name}\` now`,
    why: "state is stored under the name of its field, so what is stored can no longer be reached",
    hint: renamed === undefined ? "keep it" : `call it \`${field.name}\`; or add a field, and move what is stored`,
    old: field.span,
    new: renamed?.span ?? state.span,
  });
}

function compareStored(
  { old, new: next }: Pair<Field>,
  state: StructDeclaration,
  pairs: StructPairs,
  report: ReportBreak,
): void {
  const [before, after] = [stateShape(old), stateShape(next)];
  const [was, is] = [storedTypes(before), storedTypes(after)];
  const meet = pairs.add.bind(pairs);
  const sameShape = JSON.stringify(kinds(before)) === JSON.stringify(kinds(after));
  const sameKeys = same(was.keys, is.keys, (a, b) => isSameOnWire(a, b, meet) && isText(a) === isText(b));
  const sameValues = same(was.values, is.values, (a, b) => isSameOnWire(a, b, meet));
  if (sameShape && sameKeys && sameValues) return;
  const what = sameShape ? (sameKeys ? "what it stores" : "what it is stored by") : "the way it is stored in";
  report({
    kind: "state",
    code: "state-type-changed",
    message: `\`${state.name}.${next.name}\` was \`${describeType(old.type)}\` and is \`${describeType(next.type)}\`: ${what} has changed`,
    why: sameShape && sameKeys ? "what is stored cannot be read" : "what is stored is not found, or cannot be read",
    hint: "give it its old type back and add a new field; what is stored can be moved from the one to the other",
    old: old.span,
    new: next.span,
  });
}

function kinds(shape: ReturnType<typeof stateShape>): readonly string[] {
  return shape.kind === "map-of" ? [shape.kind, ...kinds(shape.of)] : [shape.kind];
}

function same(a: readonly TypeRef[], b: readonly TypeRef[], isSame: (a: TypeRef, b: TypeRef) => boolean): boolean {
  return a.length === b.length && a.every((type, index) => isSame(type, b[index] ?? type));
}

/** A string is its own key; the bytes of a binary are written in hexadecimal. */
function isText(type: TypeRef): boolean {
  const plain = plainType(type);
  return plain.kind === "base" && plain.name === "string";
}

/** Constants compared across two versions of an IDL: declarations are the same if they have the same name. */
import type { ConstValue } from "../model.js";

export function sameValue(a: ConstValue | undefined, b: ConstValue | undefined): boolean {
  return text(a) === text(b);
}

function text(value: ConstValue | undefined): string {
  return value === undefined ? "" : JSON.stringify(plain(value));
}

function plain(value: ConstValue): unknown {
  switch (value.kind) {
    case "bool":
    case "string":
      return value.value;
    case "int":
    case "double":
      return [value.kind, String(value.value)];
    case "enum":
      // Its number: a member may be called by another name.
      return ["int", String(value.member.value)];
    case "list":
    case "set":
      return value.elements.map(plain);
    case "map":
      return value.entries.map(([key, inner]) => [plain(key), plain(inner)]);
    case "struct":
      return value.fields
        .toSorted((a, b) => a.field.id - b.field.id)
        .map(({ field, value: inner }) => [field.id, plain(inner)]);
  }
}

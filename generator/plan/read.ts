/** Expressions that read a value from `input`. */

import type { BaseName, TypeRef } from "../model.js";
import { quote } from "./quote.js";
import type { Scope } from "./scope.js";
import { wireType } from "./types.js";
import { plainType } from "../resolve/plain-type.js";

const READ_BASE = {
  bool: "readBool",
  i8: "readI8",
  i16: "readI16",
  i32: "readI32",
  i64: "readI64",
  double: "readDouble",
  string: "readString",
  binary: "readBinary",
  uuid: "readUuid",
} as const satisfies Readonly<Record<BaseName, string>>;

/**
 * `input.readString()`, `UrlCodec.read(input)`, `readList(input, TType.I64, readI64)` ...
 * @param where what error messages call the value: `Post.text`
 */
export function readExpression(type: TypeRef, where: string, scope: Scope): string {
  const plain = plainType(type);
  switch (plain.kind) {
    case "base":
      if (plain.as === "number") return `${scope.runtime("readSafeI64")}(input, ${quote(where)})`;
      return `input.${READ_BASE[plain.name]}()`;
    case "enum":
      return `input.readI32() as ${scope.type(plain.declaration)}`;
    case "struct":
      return `${scope.codec(plain.declaration)}.read(input)`;
    case "list":
    case "set": {
      const read = scope.runtime(plain.kind === "list" ? "readList" : "readSet");
      return `${read}(input, ${wireType(plain.element, scope)}, ${reader(plain.element, where, scope)})`;
    }
    case "map": {
      const types = `${wireType(plain.key, scope)}, ${wireType(plain.value, scope)}`;
      const readers = `${reader(plain.key, where, scope)}, ${reader(plain.value, where, scope)}`;
      return `${scope.runtime("readMap")}(input, ${types}, ${readers})`;
    }
  }
}

/** A function that reads one element. */
function reader(type: TypeRef, where: string, scope: Scope): string {
  const plain = plainType(type);
  if (plain.kind === "struct") return `${scope.codec(plain.declaration)}.read`;
  if (plain.kind === "base" && plain.as !== "number") return scope.runtime(READ_BASE[plain.name]);
  return `(input) => ${readExpression(type, where, scope)}`;
}

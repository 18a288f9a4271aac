/** Expressions that write a value to `output`. */

import type { BaseName, TypeRef } from "../model.js";
import type { Scope } from "./scope.js";
import { wireType } from "./types.js";
import { plainType } from "../resolve/plain-type.js";

const WRITE_BASE = {
  bool: "writeBool",
  i8: "writeI8",
  i16: "writeI16",
  i32: "writeI32",
  i64: "writeI64",
  double: "writeDouble",
  string: "writeString",
  binary: "writeBinary",
  uuid: "writeUuid",
} as const satisfies Readonly<Record<BaseName, string>>;

/**
 * `output.writeString(value.text)`, `UrlCodec.write(output, value.url)` ...
 * @param value the expression of the value to write
 */
export function writeExpression(type: TypeRef, value: string, scope: Scope): string {
  const plain = plainType(type);
  switch (plain.kind) {
    case "base":
      if (plain.as === "number") return `${scope.runtime("writeSafeI64")}(output, ${value})`;
      return `output.${WRITE_BASE[plain.name]}(${value})`;
    case "enum":
      return `output.writeI32(${value})`;
    case "struct":
      return `${scope.codec(plain.declaration)}.write(output, ${value})`;
    case "list":
    case "set": {
      const write = scope.runtime(plain.kind === "list" ? "writeList" : "writeSet");
      return `${write}(output, ${wireType(plain.element, scope)}, ${value}, ${writer(plain.element, "element", scope)})`;
    }
    case "map": {
      const types = `${wireType(plain.key, scope)}, ${wireType(plain.value, scope)}`;
      const writers = `${writer(plain.key, "key", scope)}, ${writer(plain.value, "value", scope)}`;
      return `${scope.runtime("writeMap")}(output, ${types}, ${value}, ${writers})`;
    }
  }
}

/** A function that writes one element, which it calls by this name. */
function writer(type: TypeRef, name: string, scope: Scope): string {
  const plain = plainType(type);
  if (plain.kind === "struct") return `${scope.codec(plain.declaration)}.write`;
  if (plain.kind === "base") return scope.runtime(plain.as === "number" ? "writeSafeI64" : WRITE_BASE[plain.name]);
  return `(output, ${name}) => ${writeExpression(type, name, scope)}`;
}

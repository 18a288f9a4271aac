/** The value that stands for a field that was not sent; see `hasZero` for the types that have one. */

import type { BaseName, StructDeclaration, TypeRef } from "../model.js";
import { enumMember } from "./enums.js";
import { quote } from "./quote.js";
import type { Scope } from "./scope.js";
import { plainType } from "../resolve/plain-type.js";

const ZERO: Readonly<Record<BaseName, string>> = {
  bool: "false",
  i8: "0",
  i16: "0",
  i32: "0",
  i64: "0n",
  double: "0",
  string: quote(""),
  binary: "new Uint8Array(0)",
  uuid: quote("00000000-0000-0000-0000-000000000000"),
};

/**
 * The expression for the zero of a type. An enum's is its first member: it may have none with the value 0.
 * @param ofStruct the expression for the zero of a struct
 */
export function zeroExpression(type: TypeRef, scope: Scope, ofStruct: (struct: StructDeclaration) => string): string {
  const plain = plainType(type);
  switch (plain.kind) {
    case "base":
      return plain.as === "number" ? "0" : ZERO[plain.name];
    case "list":
      return "[]";
    case "set":
      return "new Set()";
    case "map":
      return "new Map()";
    case "enum":
      return enumMember(plain.declaration, plain.declaration.members[0]?.name ?? "", scope);
    case "struct":
      return ofStruct(plain.declaration);
  }
}

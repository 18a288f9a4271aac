/** Values without parts: numbers, strings, members of enums. */
import type { ConstValue, EnumDeclaration, TypeRef } from "../model.js";
import type { ValueSyntax } from "../parse/syntax.js";
import { type Evaluation, reportMismatch, reportValue } from "./evaluation.js";
import type { UnderlyingType } from "./underlying.js";

type ScalarType = Extract<UnderlyingType, { kind: "base" | "named" }>;

/** `actual` is `type` with typedefs looked through; a type of its own only in error messages. */
export function evaluateScalar(
  value: ValueSyntax,
  actual: ScalarType,
  type: TypeRef,
  context: Evaluation,
): ConstValue | undefined {
  if (actual.kind === "base") return evaluateBase(value, actual, type, context);
  const integer = integerOf(value);
  if (integer === undefined || actual.declaration.kind !== "enum") return reportMismatch(value, type, context);
  return memberByValue(value, integer, actual.declaration, context);
}

function evaluateBase(
  value: ValueSyntax,
  { name, as }: Extract<ScalarType, { kind: "base" }>,
  type: TypeRef,
  context: Evaluation,
): ConstValue | undefined {
  const integer = integerOf(value);
  switch (name) {
    case "bool":
      return integer === undefined ? reportMismatch(value, type, context) : { kind: "bool", value: integer !== 0n };
    case "i8":
    case "i16":
    case "i32":
    case "i64":
      if (integer === undefined) return reportMismatch(value, type, context);
      return checkedInteger(value, integer, as === "number" ? as : name, context);
    case "double": {
      const number = value.kind === "double" ? value.value : integer === undefined ? undefined : Number(integer);
      if (number === undefined) return reportMismatch(value, type, context);
      if (Number.isFinite(number)) return { kind: "double", value: number };
      return reportValue("constant-overflow", "this number does not fit in a double", value, context);
    }
    case "string":
    case "binary":
      return value.kind === "string" ? { kind: "string", value: value.value } : reportMismatch(value, type, context);
    case "uuid":
      return value.kind === "string" ? checkedUuid(value, value.value, context) : reportMismatch(value, type, context);
  }
}

/** `true` and `false` are 1 and 0, as in Apache's compiler. */
function integerOf(value: ValueSyntax): bigint | undefined {
  if (value.kind === "int") return value.value;
  return value.kind === "bool" ? BigInt(value.value) : undefined;
}

/** Smallest and largest value; `number` is an i64 that is one in TypeScript. */
const ranges = {
  i8: [-(2n ** 7n), 2n ** 7n - 1n],
  i16: [-(2n ** 15n), 2n ** 15n - 1n],
  i32: [-(2n ** 31n), 2n ** 31n - 1n],
  i64: [-(2n ** 63n), 2n ** 63n - 1n],
  number: [BigInt(Number.MIN_SAFE_INTEGER), BigInt(Number.MAX_SAFE_INTEGER)],
} as const;

function checkedInteger(
  place: ValueSyntax,
  value: bigint,
  type: keyof typeof ranges,
  context: Evaluation,
): ConstValue | undefined {
  const [smallest, largest] = ranges[type];
  if (value >= smallest && value <= largest) return { kind: "int", value };
  const message = `${value} does not fit in ${type}, which holds ${smallest} to ${largest}`;
  const hint = type === "number" ? 'let it be a bigint: `i64 (faas.i64 = "bigint")`' : undefined;
  return reportValue("constant-overflow", message, place, context, hint);
}

function checkedUuid(place: ValueSyntax, text: string, context: Evaluation): ConstValue | undefined {
  const bare = text.replace(/^\{(.*)\}$/, "$1").toLowerCase();
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(bare)) return { kind: "string", value: bare };
  return reportValue("bad-uuid", "this is not a UUID", place, context, "write it as 8-4-4-4-12 hexadecimal digits");
}

function memberByValue(
  place: ValueSyntax,
  value: bigint,
  declaration: EnumDeclaration,
  context: Evaluation,
): ConstValue | undefined {
  const member = declaration.members.find((each) => BigInt(each.value) === value);
  if (member !== undefined) return { kind: "enum", declaration, member };
  if (declaration.partial === true) return undefined;
  const message = `no member of \`${declaration.name}\` has the value ${value}`;
  return reportValue("unknown-enum-value", message, place, context);
}

/** Evaluates constants and defaults: a value as it is written becomes a value of the declared type. */
import type { ConstValue, StructDeclaration, TypeRef } from "../model.js";
import type { ValueSyntax } from "../parse/syntax.js";
import { evaluateScalar } from "./evaluate-scalar.js";
import { type Evaluation, reportMismatch } from "./evaluation.js";
import { findValue } from "./find-value.js";
import { matchFields } from "./match-fields.js";
import { isSameType, underlying } from "./underlying.js";

/** Undefined when the value does not fit the type; that has been reported. */
export function evaluate(value: ValueSyntax, type: TypeRef, context: Evaluation): ConstValue | undefined {
  if (value.kind === "reference") return evaluateReference(value, type, context);
  const actual = underlying(type);
  switch (actual.kind) {
    case "list":
    case "set": {
      const elements = elementsOf(value);
      if (elements === undefined) return reportMismatch(value, type, context);
      const evaluated = all(elements.map((element) => evaluate(element, actual.element, context)));
      return evaluated === undefined ? undefined : { kind: actual.kind, elements: evaluated };
    }
    case "map": {
      const entries = entriesOf(value);
      if (entries === undefined) return reportMismatch(value, type, context);
      const evaluated = all(
        entries.map(([key, element]) =>
          pair(evaluate(key, actual.key, context), evaluate(element, actual.value, context)),
        ),
      );
      return evaluated === undefined ? undefined : { kind: "map", entries: evaluated };
    }
    case "named":
      if (actual.declaration.kind === "enum") return evaluateScalar(value, actual, type, context);
      return evaluateStruct(value, actual.declaration, type, context);
    case "base":
      return evaluateScalar(value, actual, type, context);
  }
}

function evaluateStruct(
  value: ValueSyntax,
  declaration: StructDeclaration,
  type: TypeRef,
  context: Evaluation,
): ConstValue | undefined {
  const entries = entriesOf(value);
  if (entries === undefined) return reportMismatch(value, type, context);
  const matched = matchFields(value, entries, declaration, context);
  if (matched === undefined) return undefined;
  const fields = all(
    matched.map(([field, initial]) => {
      const evaluated = evaluate(initial, field.type, context);
      return evaluated === undefined ? undefined : { field, value: evaluated };
    }),
  );
  return fields === undefined ? undefined : { kind: "struct", declaration, fields };
}

function evaluateReference(
  value: Extract<ValueSyntax, { kind: "reference" }>,
  type: TypeRef,
  context: Evaluation,
): ConstValue | undefined {
  const at = context.at ?? value.span;
  const found = findValue(value.name, at, type, context);
  if (found === undefined) return undefined;
  if (found.kind === "member") {
    const actual = underlying(type);
    if (actual.kind === "named" && actual.declaration === found.declaration) {
      return { kind: "enum", declaration: found.declaration, member: found.member };
    }
    // As in Apache's compiler, a member is also an integer, but not a member of another enum.
    if (actual.kind !== "base") return reportMismatch(value, type, context);
    return evaluate({ kind: "int", value: BigInt(found.member.value), span: value.span }, type, context);
  }
  const declaration = found.constant.declaration();
  if (declaration === undefined) return undefined;
  if (isSameType(declaration.type, type)) return declaration.value;
  return evaluate(found.constant.syntax.value, type, { ...context, scope: found.constant.scope, at });
}

/** `[]` and `{}` both stand for any empty container. */
function elementsOf(value: ValueSyntax): readonly ValueSyntax[] | undefined {
  if (value.kind === "list") return value.elements;
  return value.kind === "map" && value.entries.length === 0 ? [] : undefined;
}

function entriesOf(value: ValueSyntax): readonly (readonly [ValueSyntax, ValueSyntax])[] | undefined {
  if (value.kind === "map") return value.entries;
  return value.kind === "list" && value.elements.length === 0 ? [] : undefined;
}

function all<T>(values: readonly (T | undefined)[]): T[] | undefined {
  const present = values.filter((value) => value !== undefined);
  return present.length === values.length ? present : undefined;
}

function pair<T>(key: T | undefined, value: T | undefined): readonly [T, T] | undefined {
  return key === undefined || value === undefined ? undefined : [key, value];
}

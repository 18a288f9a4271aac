/** Names that code imports, and what constants and typedefs are worth. */
import type { Module } from "../model.js";
import type { ReportBreak } from "./finding.js";
import { byName, type Pair, pairBy } from "./pairs.js";
import { sameValue } from "./same-value.js";
import { describeChange, isSameInSource } from "./types.js";

export function compareDeclarations({ old, new: next }: Pair<Module>, report: ReportBreak): void {
  const kinds = [
    ["typedef", pairBy(old.typedefs, next.typedefs, byName).removed],
    ["enum", pairBy(old.enums, next.enums, byName).removed],
    ["struct", pairBy(old.structs, next.structs, byName).removed],
    ["constant", pairBy(old.constants, next.constants, byName).removed],
  ] as const;
  for (const [kind, removed] of kinds) {
    for (const { name, span } of removed) {
      report({
        kind: "source",
        code: `${kind}-removed`,
        message: `the ${kind} \`${name}\` is gone`,
        why: "code that imports it no longer compiles",
        hint: "keep it; a typedef can stand for a type that has another name now",
        old: span,
      });
    }
  }
  for (const { old: before, new: after } of pairBy(old.typedefs, next.typedefs, byName).both) {
    if (isSameInSource(before.type, after.type)) continue;
    const types = describeChange({ old: before.type, new: after.type });
    report({
      kind: "source",
      code: "typedef-changed",
      message: `\`${after.name}\` was \`${types.old}\` and is \`${types.new}\``,
      why: "code that uses it is written for the old type",
      hint: "add a typedef with another name",
      old: before.span,
      new: after.span,
    });
  }
  for (const { old: before, new: after } of pairBy(old.constants, next.constants, byName).both) {
    if (isSameInSource(before.type, after.type) && sameValue(before.value, after.value)) continue;
    report({
      kind: "source",
      code: "constant-changed",
      message: `the constant \`${after.name}\` has another ${isSameInSource(before.type, after.type) ? "value" : "type"}`,
      why: "code that was compiled with the old one goes on using it",
      hint: "add a constant with another name",
      old: before.span,
      new: after.span,
    });
  }
}

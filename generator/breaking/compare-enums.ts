/** Enums: on the wire a member is its number. */
import type { EnumDeclaration } from "../model.js";
import type { ReportBreak } from "./finding.js";
import { byName, type Pair, pairBy } from "./pairs.js";

export function compareEnum({ old, new: next }: Pair<EnumDeclaration>, report: ReportBreak): void {
  const names = pairBy(old.members, next.members, byName);
  for (const { old: before, new: after } of names.both) {
    if (before.value === after.value) continue;
    report({
      kind: "wire",
      code: "enum-member-renumbered",
      message: `\`${old.name}.${before.name}\` was ${before.value} and is ${after.value}`,
      why: "the two sides take it for different members, without noticing",
      hint: `write \`${before.name} = ${before.value}\`; members without a number count on from the one before`,
      old: before.span,
      new: after.span,
    });
  }
  const numbers = new Map(next.members.map((member) => [member.value, member]));
  for (const member of names.removed) {
    const renamed = numbers.get(member.value);
    const at = { old: member.span, new: renamed?.span ?? next.span };
    if (renamed === undefined) {
      report({
        kind: "wire",
        code: "enum-value-removed",
        message: `\`${old.name}.${member.name}\`, ${member.value}, is gone`,
        why: "the other side still sends it, and this one has no name for it",
        hint: "keep it, marked as deprecated, and never use its number again",
        ...at,
      });
    } else {
      report({
        kind: "source",
        code: "enum-member-renamed",
        message: `${member.value} of \`${old.name}\` was \`${member.name}\` and is \`${renamed.name}\``,
        why: "on the wire it is the same; code that uses its name is not",
        hint: `keep \`${member.name}\``,
        ...at,
      });
    }
  }
}

/** A name twice is a mistake; a value twice is usual for renamed members, yet easily one. */
import { errorAt, firstAt, repeated, type Rule, warningAt } from "../rule.js";

export const duplicateEnumMembers: Rule = ({ modules }, report) => {
  for (const { name, members, partial } of modules.flatMap(({ enums }) => enums)) {
    for (const [member, first] of repeated(members, (each) => each.name)) {
      const message = `\`${name}\` has two members \`${member.name}\``;
      report(errorAt(member, "duplicate-enum-member", message, firstAt(first)));
    }
    // Without the member that was lost, those behind it may be counted wrongly.
    if (partial === true) continue;
    for (const [member, first] of repeated(members, ({ value }) => value)) {
      if (member.name === first.name) continue;
      const message = `\`${member.name}\` has the value ${member.value}, as \`${first.name}\` has`;
      report(warningAt(member, "duplicate-enum-value", message, firstAt(first)));
    }
  }
};

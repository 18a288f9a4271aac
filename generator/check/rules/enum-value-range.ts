/** An enum's value is sent in 32 bits. */
import { errorAt, type Rule } from "../rule.js";

export const enumValueRange: Rule = ({ modules }, report) => {
  for (const member of modules.flatMap(({ enums }) => enums).flatMap(({ members }) => members)) {
    if (member.value >= -(2 ** 31) && member.value < 2 ** 31) continue;
    const message = `the value ${member.value} of \`${member.name}\` does not fit in 32 bits`;
    report(errorAt(member, "enum-value-range", message));
  }
};

/** A union holds one field, so at most one can be there by default. */
import { errorAt, firstAt, fieldLists, type Rule } from "../rule.js";

export const unionDefaults: Rule = (program, report) => {
  for (const { owner, fields } of fieldLists(program)) {
    if (owner !== "union") continue;
    const [first, ...others] = fields.filter(({ defaultValue }) => defaultValue !== undefined);
    if (first === undefined) continue;
    for (const field of others) {
      const message = `\`${first.name}\` already has a default, and a union holds one field only`;
      report(errorAt(field, "union-defaults", message, firstAt(first)));
    }
  }
};

import type { LintRule } from "../rule.js";

export const missingFieldDocs: LintRule = {
  code: "missing-field-docs",
  about: "fields and enum members without a comment",
  check({ structs, enums }, lint) {
    for (const { name: owner, ...each } of [...structs, ...enums]) {
      for (const { name, span, doc } of each.kind === "enum" ? each.members : each.fields) {
        if (doc !== undefined) continue;
        lint({ span }, `\`${owner}.${name}\` has no comment`, "say above it, or behind it, what it is: `/** ... */`");
      }
    }
  },
};

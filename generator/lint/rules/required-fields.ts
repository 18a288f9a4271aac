import type { LintRule } from "../rule.js";

export const requiredFields: LintRule = {
  code: "required-fields",
  about: "`required` fields",
  check({ structs }, lint) {
    for (const { name: owner, fields } of structs) {
      for (const { name, span, requiredness } of fields) {
        if (requiredness !== "required") continue;
        const message = `\`${owner}.${name}\` is required: it can never be taken out, as those who still require it would refuse the message`;
        lint({ span }, message, "leave `required` out; check in the handler what has to be there");
      }
    }
  },
};

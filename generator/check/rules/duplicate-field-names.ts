/** Two fields of one struct, or two arguments of one method, need two names. */
import { errorAt, fieldLists, firstAt, repeated, type Rule } from "../rule.js";

export const duplicateFieldNames: Rule = (program, report) => {
  for (const { owner, fields } of fieldLists(program)) {
    const noun = owner === "arguments" ? "argument" : "field";
    for (const [field, first] of repeated(fields, ({ name }) => name)) {
      report(errorAt(field, "duplicate-field-name", `there are two ${noun}s \`${field.name}\``, firstAt(first)));
    }
  }
};

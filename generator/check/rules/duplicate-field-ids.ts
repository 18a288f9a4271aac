/** The wire knows a field by its ID only. */
import { errorAt, fieldLists, firstAt, repeated, type Rule } from "../rule.js";

export const duplicateFieldIds: Rule = (program, report) => {
  for (const { fields } of fieldLists(program)) {
    for (const [field, first] of repeated(fields, ({ id }) => id)) {
      const message = `field ID ${field.id} is already taken by \`${first.name}\``;
      report(errorAt(field, "duplicate-field-id", message, firstAt(first)));
    }
  }
};

/** Apache's compiler lets an exception be the type of a field; it is then a plain value, which is seldom meant. */
import type { Field, TypeRef } from "../../model.js";
import { underlying } from "../../resolve/underlying.js";
import { fieldLists, type Rule, warningAt } from "../rule.js";

export const exceptionsAsFields: Rule = (program, report) => {
  for (const { owner, fields } of fieldLists(program)) {
    if (owner === "throws") continue;
    for (const field of fields) {
      if (isException(field.type)) report(warning(field));
    }
  }
};

function warning(field: Field): ReturnType<typeof warningAt> {
  const message = `\`${field.name}\` holds an exception, which is sent as a plain value here`;
  return warningAt(field, "exception-as-field", message, { hint: "a method throws one with `throws`" });
}

function isException(type: TypeRef): boolean {
  const actual = underlying(type);
  return actual.kind === "named" && actual.declaration.kind === "exception";
}

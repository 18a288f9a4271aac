/** Only exceptions can be thrown. */
import { describeType, underlying } from "../../resolve/underlying.js";
import { errorAt, fieldLists, type Rule } from "../rule.js";

export const throwsNonExceptions: Rule = (program, report) => {
  for (const { owner, fields } of fieldLists(program)) {
    if (owner !== "throws") continue;
    for (const field of fields) {
      const type = underlying(field.type);
      if (type.kind === "named" && type.declaration.kind === "exception") continue;
      const message = `\`${field.name}\` is thrown, but \`${describeType(field.type)}\` is not an exception`;
      report(errorAt(field, "throws-non-exception", message, { hint: "declare it as `exception`" }));
    }
  }
};

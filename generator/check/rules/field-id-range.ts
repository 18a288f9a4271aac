/** A field ID is sent in 16 bits; the highest one carries the invocation, beside the arguments of a call. */
import { ENVELOPE_FIELD } from "../../envelope-field.js";
import { errorAt, fieldLists, type Rule } from "../rule.js";

const HIGHEST = 2 ** 15 - 1;

export const fieldIdRange: Rule = (program, report) => {
  for (const { owner, fields } of fieldLists(program)) {
    for (const field of fields) {
      if (field.id === ENVELOPE_FIELD && owner === "arguments") {
        const message = `argument ID ${ENVELOPE_FIELD} is reserved: thrift-faas sends the invocation in it`;
        report(errorAt(field, "reserved-field-id", message, { hint: "take a lower ID" }));
      } else if (field.id > HIGHEST || field.id < -HIGHEST - 1) {
        const message = `field ID ${field.id} does not fit in 16 bits`;
        report(errorAt(field, "field-id-range", message, { hint: `take one from 1 to ${HIGHEST}` }));
      }
    }
  }
};

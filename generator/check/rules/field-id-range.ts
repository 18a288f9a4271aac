/** A field ID is sent in 16 bits; the highest one carries the invocation of a call. */
import { ENVELOPE_FIELD } from "../../envelope-field.js";
import { errorAt, fieldLists, type Rule } from "../rule.js";

export const fieldIdRange: Rule = (program, report) => {
  for (const field of [...fieldLists(program)].flatMap(({ fields }) => fields)) {
    if (field.id === ENVELOPE_FIELD) {
      const message = `field ID ${ENVELOPE_FIELD} is reserved: thrift-faas sends the invocation in it`;
      report(errorAt(field, "reserved-field-id", message, { hint: "take a lower ID" }));
    } else if (field.id > ENVELOPE_FIELD || field.id < -ENVELOPE_FIELD - 1) {
      const message = `field ID ${field.id} does not fit in 16 bits`;
      report(errorAt(field, "field-id-range", message, { hint: `take one from 1 to ${ENVELOPE_FIELD - 1}` }));
    }
  }
};

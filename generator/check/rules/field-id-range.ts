/** A field ID is sent in 16 bits; the highest one carries the invocation of a call. */
import { errorAt, fieldLists, type Rule } from "../rule.js";

/** Where the generated arguments of a method hold the envelope. Reserved everywhere, so that no call can clash. */
const envelopeId = 32767;

export const fieldIdRange: Rule = (program, report) => {
  for (const field of [...fieldLists(program)].flatMap(({ fields }) => fields)) {
    if (field.id === envelopeId) {
      const message = `field ID ${envelopeId} is reserved: thrift-faas sends the invocation in it`;
      report(errorAt(field, "reserved-field-id", message, { hint: "take a lower ID" }));
    } else if (field.id > envelopeId || field.id < -envelopeId - 1) {
      const message = `field ID ${field.id} does not fit in 16 bits`;
      report(errorAt(field, "field-id-range", message, { hint: `take one from 1 to ${envelopeId - 1}` }));
    }
  }
};

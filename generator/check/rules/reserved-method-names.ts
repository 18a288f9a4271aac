/** Every function answers the runtime's own methods as well: no IDL may have methods of their names. */
import { errorAt, methodsOf, type Rule } from "../rule.js";

const RESERVED = "thrift_faas_";

export const reservedMethodNames: Rule = (program, report) => {
  for (const method of methodsOf(program).filter(({ name }) => name.startsWith(RESERVED))) {
    const message = `\`${RESERVED}\` begins the names of the runtime's own methods`;
    report(errorAt(method, "reserved-method-name", message, { hint: "rename the method" }));
  }
};

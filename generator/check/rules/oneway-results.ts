/** Nothing comes back from a oneway method. */
import { errorAt, methodsOf, type Rule } from "../rule.js";

export const onewayResults: Rule = (program, report) => {
  for (const method of methodsOf(program).filter(({ oneway }) => oneway)) {
    if (method.returns !== undefined) {
      const message = `the oneway method \`${method.name}\` cannot return anything`;
      report(errorAt(method, "oneway-result", message, { hint: "return `void`, or drop `oneway`" }));
    }
    if (method.throws.length > 0) {
      const message = `the oneway method \`${method.name}\` cannot throw anything`;
      report(errorAt(method, "oneway-throws", message, { hint: "drop `throws` or `oneway`" }));
    }
  }
};

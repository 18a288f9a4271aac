/** How long and how often a call is tried. */
import { parseTimeout, parseTries } from "../../resolve/method-annotations.js";
import { errorAt, methodsOf, type Rule } from "../rule.js";

export const callLimits: Rule = (program, report) => {
  for (const { annotations } of methodsOf(program)) {
    const timeout = annotations.get("faas.timeout");
    if (timeout !== undefined && parseTimeout(timeout.value) === undefined) {
      const message = `"${timeout.value}" is no time that a call can take`;
      const hint = 'write `faas.timeout = "500ms"`, "5s" or "2m": a whole number above 0, up to 24 days';
      report(errorAt(timeout, "annotation-value", message, { hint }));
    }
    const retry = annotations.get("faas.retry");
    if (retry !== undefined && parseTries(retry.value) === undefined) {
      const message = `"${retry.value}" is no number of tries`;
      const hint = 'write `faas.retry = "3"`: from 1 to 100, the first try included';
      report(errorAt(retry, "annotation-value", message, { hint }));
    }
  }
};

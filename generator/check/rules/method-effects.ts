/** A method says at most one thing about its effects, and a oneway method has some. */
import { EFFECTS, effectsOf } from "../../resolve/method-annotations.js";
import { errorAt, methodsOf, type Rule } from "../rule.js";

export const methodEffects: Rule = (program, report) => {
  for (const method of methodsOf(program)) {
    const found = effectsOf(method);
    for (const { effects, annotation } of found) {
      const name = `faas.${effects}`;
      if (annotation.value !== "1" && annotation.value !== "true") {
        const message = `\`${name}\` is either there or not: "${annotation.value}" means nothing`;
        report(errorAt(annotation, "annotation-value", message, { hint: `write \`${name}\`, or leave it out` }));
      }
      if (method.oneway && effects !== "idempotent") {
        const message = `\`${method.name}\` is oneway and \`${name}\`: nobody would notice whether it ran`;
        report(errorAt(annotation, "oneway-effects", message, { hint: `drop \`oneway\` or \`${name}\`` }));
      }
    }
    const [first, ...others] = found;
    for (const { effects, annotation } of others) {
      const message = `\`${method.name}\` is \`faas.${first?.effects}\` already, and cannot be \`faas.${effects}\` too`;
      const hint = `keep one of ${EFFECTS.map((each) => `faas.${each}`).join(", ")}; pure promises most`;
      report(errorAt(annotation, "conflicting-effects", message, { hint }));
    }
  }
};

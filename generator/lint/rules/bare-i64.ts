import { parts, type LintRule, typesIn } from "../rule.js";

/** Care is a typedef: it is one place where the unit and the range can be said, and where an `i32` or a `string` may do. */
export const bareI64: LintRule = {
  code: "bare-i64",
  about: "`i64` written for a field, an argument, a result or a constant, and not through a typedef that has a comment",
  check(module, lint) {
    for (const { name, span, type, of } of typesIn(module)) {
      if (of === "typedef") continue;
      if (![...parts(type)].some((part) => part.kind === "base" && part.name === "i64")) continue;
      const message = `\`${name}\` is a bare \`i64\`: a bigint here, and in other JavaScript a number, exact up to 2^53 only`;
      lint(
        { span },
        message,
        "name it, and say what it counts and how far: `/** Milliseconds since 1970. */ typedef i64 Time`",
      );
    }
    for (const { name, span, type, doc } of module.typedefs) {
      if (type.kind !== "base" || type.name !== "i64" || doc !== undefined) continue;
      lint(
        { span },
        `\`${name}\` is an \`i64\` and does not say how far it goes`,
        "say in a comment above it what it counts",
      );
    }
  },
};

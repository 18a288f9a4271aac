import { I64_ANNOTATION } from "../../resolve/i64.js";
import { parts, typesIn, type WrittenType } from "../../resolve/written-types.js";
import type { LintRule } from "../rule.js";

/** Care is a typedef: it is one place where the unit and the range can be said, and where an `i32` or a `string` may do. Or `faas.i64`. */
export const bareI64: LintRule = {
  code: "bare-i64",
  about:
    "`i64` without `faas.i64`, written for a field, an argument, a result or a constant, and not through a typedef that has a comment",
  check(module, lint) {
    for (const use of typesIn(module)) {
      const bare = [...parts(use.type)].find((part) => part.kind === "base" && part.name === "i64");
      if (bare?.kind !== "base" || use.of === "typedef" || isChosen(use)) continue;
      const here = bare.as === "number" ? "a number here, which refuses what is beyond 2^53 - 1" : "a bigint here";
      const message = `\`${use.name}\` is a bare \`i64\`: ${here}, and in other JavaScript a number, exact up to 2^53 - 1 only`;
      lint(
        use,
        message,
        'name it, and say what it counts and how far: `/** Milliseconds since 1970. */ typedef i64 Time`; or say what it is in TypeScript: `(faas.i64 = "number")`, or "bigint"',
      );
    }
    for (const typedef of module.typedefs) {
      const { name, span, type, doc } = typedef;
      if (type.kind !== "base" || type.name !== "i64" || doc !== undefined || isChosen(typedef)) continue;
      lint(
        { span },
        `\`${name}\` is an \`i64\` and does not say how far it goes`,
        'say in a comment above it what it counts; or what it is in TypeScript: `(faas.i64 = "number")`, or "bigint"',
      );
    }
  },
};

/** Whether somebody has thought of what it is. */
function isChosen({ type, annotations }: Pick<WrittenType, "type" | "annotations">): boolean {
  return [annotations, ...[...parts(type)].map((part) => part.annotations)].some((each) => each?.has(I64_ANNOTATION));
}

/** Types and services of a file share one set of names; constants have one of their own, as in Apache's compiler. */
import { errorAt, firstAt, type Named, repeated, type Rule } from "../rule.js";

export const duplicateDeclarations: Rule = ({ modules }, report) => {
  for (const { typedefs, enums, structs, constants, services } of modules) {
    const sets: readonly (readonly Named[])[] = [[...typedefs, ...enums, ...structs, ...services], constants];
    for (const declarations of sets) {
      const inSourceOrder = declarations.toSorted((a, b) => a.span.start - b.span.start);
      for (const [declaration, first] of repeated(inSourceOrder, ({ name }) => name)) {
        const message = `\`${declaration.name}\` is declared twice`;
        report(errorAt(declaration, "duplicate-declaration", message, firstAt(first)));
      }
    }
  }
};

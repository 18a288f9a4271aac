/** Types, constants and services of a file share one set of names. */
import { errorAt, firstAt, repeated, type Rule } from "../rule.js";

export const duplicateDeclarations: Rule = ({ modules }, report) => {
  for (const { typedefs, enums, structs, constants, services } of modules) {
    const declarations = [...typedefs, ...enums, ...structs, ...constants, ...services];
    const inSourceOrder = declarations.toSorted((a, b) => a.span.start - b.span.start);
    for (const [declaration, first] of repeated(inSourceOrder, ({ name }) => name)) {
      const message = `\`${declaration.name}\` is declared twice`;
      report(errorAt(declaration, "duplicate-declaration", message, firstAt(first)));
    }
  }
};

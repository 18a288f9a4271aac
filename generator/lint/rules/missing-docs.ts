import type { LintRule } from "../rule.js";

export const missingDocs: LintRule = {
  code: "missing-docs",
  about: "types, constants, services and methods without a comment",
  check({ typedefs, enums, structs, constants, services }, lint) {
    const methods = services.flatMap((service) => service.methods);
    for (const declaration of [...typedefs, ...enums, ...structs, ...constants, ...services, ...methods]) {
      if (declaration.doc !== undefined) continue;
      lint(declaration, `\`${declaration.name}\` has no comment`, "say above it what it is for: `/** ... */`");
    }
  },
};

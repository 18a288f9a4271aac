/** Declares the constants of a file. */
import type { ConstSyntax } from "../parse/syntax.js";
import { type Agenda, declaredIn, setFirst } from "./agenda.js";
import { evaluate } from "./evaluate.js";
import { lazy } from "./lazy.js";
import { resolveType } from "./resolve-type.js";
import type { Scope } from "./scope.js";

export function declareConstants(scope: Scope, agenda: Agenda): void {
  for (const syntax of scope.source.syntax.constants) declareConstant(syntax, scope, agenda);
}

function declareConstant(syntax: ConstSyntax, scope: Scope, agenda: Agenda): void {
  const declaration = lazy(
    () => {
      const type = resolveType(syntax.type, scope, agenda);
      if (type === undefined) return undefined;
      const value = evaluate(syntax.value, type, { scope, agenda });
      if (value === undefined) return undefined;
      return { kind: "const" as const, ...declaredIn(scope, syntax, "other", agenda), type, value };
    },
    () => {
      agenda.report({
        severity: "error",
        code: "constant-loop",
        message: `constant \`${syntax.name.text}\` is defined by itself`,
        span: syntax.name.span,
      });
      return undefined;
    },
  );
  setFirst(scope.constants, syntax.name.text, { scope, syntax, declaration });
  agenda.values.push(() => {
    const made = declaration();
    if (made !== undefined) scope.module.constants.push(made);
  });
}

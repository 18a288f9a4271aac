/** Declares the services of a file. */
import type { Method, ServiceDeclaration } from "../model.js";
import type { MethodSyntax, ServiceSyntax } from "../parse/syntax.js";
import { type Agenda, declared, declaredIn, setFirst } from "./agenda.js";
import { lazy } from "./lazy.js";
import { lookUp, reportUnknown } from "./look-up.js";
import { resolveFields } from "./resolve-fields.js";
import { resolveType } from "./resolve-type.js";
import type { Building, Scope } from "./scope.js";

export function declareServices(scope: Scope, agenda: Agenda): void {
  for (const syntax of scope.source.syntax.services) declareService(syntax, scope, agenda);
}

function declareService(syntax: ServiceSyntax, scope: Scope, agenda: Agenda): void {
  const declaration = lazy<ServiceDeclaration | undefined>(
    () => {
      const parent = resolveParent(syntax, scope, agenda);
      const methods: Method[] = [];
      agenda.members.push(() => {
        for (const method of syntax.methods) methods.push(...resolveMethod(method, scope, agenda));
      });
      return { kind: "service", ...declaredIn(scope, syntax, agenda), extends: parent, methods };
    },
    () => {
      agenda.report({
        severity: "error",
        code: "extends-loop",
        message: `service \`${syntax.name.text}\` extends itself`,
        span: syntax.extends?.span ?? syntax.name.span,
      });
      return undefined;
    },
  );
  setFirst(scope.services, syntax.name.text, declaration);
  agenda.declarations.push(() => {
    const made = declaration();
    if (made !== undefined) scope.module.services.push(made);
  });
}

function resolveParent(
  { extends: name }: ServiceSyntax,
  scope: Scope,
  { report }: Agenda,
): ServiceDeclaration | undefined {
  if (name === undefined) return undefined;
  const found = lookUp(scope, name.text, "services");
  if (found.kind === "missing") reportUnknown(scope, name, "services", report);
  return found.kind === "found" ? found.value() : undefined;
}

/** Nothing when the type of the result is unknown. */
function resolveMethod(syntax: MethodSyntax, scope: Scope, agenda: Agenda): Method[] {
  const method: Building<Method> = {
    ...declared(syntax, agenda),
    oneway: syntax.oneway,
    args: resolveFields(syntax.args, scope, agenda),
    throws: resolveFields(syntax.throws, scope, agenda),
  };
  if (syntax.returns === undefined) return [method];
  const returns = resolveType(syntax.returns, scope, agenda);
  return returns === undefined ? [] : [{ ...method, returns }];
}

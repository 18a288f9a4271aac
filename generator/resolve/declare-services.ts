/** Declares the services of a file. */
import type { Annotation, Method, ServiceDeclaration, StructDeclaration } from "../model.js";
import { kebabCase } from "../kebab-case.js";
import type { MethodSyntax, ServiceSyntax } from "../parse/syntax.js";
import { type Agenda, declared, declaredIn, setFirst } from "./agenda.js";
import { lazy } from "./lazy.js";
import { lookUp, reportUnknown } from "./look-up.js";
import { plainType } from "./plain-type.js";
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
      const common = declaredIn(scope, syntax, "service", agenda);
      const state = resolveState(common.annotations.get("faas.state"), scope, agenda);
      return { kind: "service", ...common, extends: parent, state, function: functionOf(common, agenda), methods };
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

function functionOf(
  { name, annotations }: Pick<ServiceDeclaration, "name" | "annotations">,
  { functions }: Agenda,
): string {
  return functions.get(name) ?? annotations.get("faas.function")?.value ?? kebabCase(name);
}

/** The struct that the annotation names, in this file or in an included one. */
function resolveState(
  annotation: Annotation | undefined,
  scope: Scope,
  { report }: Agenda,
): StructDeclaration | undefined {
  if (annotation === undefined) return undefined;
  const { value: text, span } = annotation;
  if (text === "1") {
    const hint = 'write `faas.state = "SomeState"`, or "included.SomeState"';
    report({ severity: "error", code: "annotation-value", message: "`faas.state` names a struct", span, hint });
    return undefined;
  }
  const found = lookUp(scope, text, "types");
  if (found.kind === "missing") reportUnknown(scope, { text, span }, "types", report);
  const declaration = found.kind === "found" ? found.value() : undefined;
  if (declaration === undefined) return undefined;
  const type = plainType({ kind: "named", declaration });
  if (type.kind === "struct" && type.declaration.kind === "struct") return type.declaration;
  report({
    severity: "error",
    code: "state-type",
    message: `the state of a service is a struct, and \`${text}\` is none`,
    span,
    hint: "declare a struct whose fields are the state, and name that one",
  });
  return undefined;
}

/** Nothing when the type of the result is unknown. */
function resolveMethod(syntax: MethodSyntax, scope: Scope, agenda: Agenda): Method[] {
  const method: Building<Method> = {
    ...declared(syntax, "method", agenda),
    oneway: syntax.oneway,
    args: resolveFields(syntax.args, "argument", scope, agenda),
    throws: resolveFields(syntax.throws, "other", scope, agenda),
  };
  if (syntax.returns === undefined) return [method];
  const returns = resolveType(syntax.returns, scope, agenda);
  return returns === undefined ? [] : [{ ...method, returns }];
}

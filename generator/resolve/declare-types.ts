/** Declares the typedefs, enums, structs, unions and exceptions of a file. */
import type { EnumDeclaration, EnumMember, StructDeclaration } from "../model.js";
import type { EnumSyntax, StructSyntax, TypedefSyntax } from "../parse/syntax.js";
import { type Agenda, declared, declaredIn, setFirst } from "./agenda.js";
import { chosenI64 } from "./i64.js";
import { lazy } from "./lazy.js";
import { lookUp } from "./look-up.js";
import { resolveFields } from "./resolve-fields.js";
import { resolveType } from "./resolve-type.js";
import type { Building, Scope } from "./scope.js";

export function declareTypes(scope: Scope, agenda: Agenda): void {
  const { typedefs, enums, structs } = scope.source.syntax;
  for (const syntax of typedefs) declareTypedef(syntax, scope, agenda);
  for (const syntax of enums) declareEnum(syntax, scope, agenda);
  for (const syntax of structs) declareStruct(syntax, scope, agenda);
}

function declareTypedef(syntax: TypedefSyntax, scope: Scope, agenda: Agenda): void {
  const declaration = lazy(
    () => {
      const common = declaredIn(scope, syntax, "typedef", agenda);
      const type = resolveType(syntax.type, scope, agenda, chosenI64(common.annotations));
      return type === undefined ? undefined : { kind: "typedef" as const, ...common, type };
    },
    () => {
      agenda.report({
        severity: "error",
        code: "typedef-loop",
        message: `typedef \`${syntax.name.text}\` leads back to itself`,
        span: syntax.name.span,
        hint: "a struct can hold itself in an optional field or a container; a typedef cannot",
      });
      return undefined;
    },
  );
  let isUsed = false;
  setFirst(scope.types, syntax.name.text, () => {
    isUsed = true;
    return declaration();
  });
  agenda.declarations.push(() => {
    if (isOfConstant(syntax, scope)) {
      agenda.values.push(() => {
        if (!isUsed) warnOfNothing(syntax, agenda);
      });
      return;
    }
    const made = declaration();
    if (made !== undefined) scope.module.typedefs.push(made);
  });
}

/** Real files have such typedefs. One that is used is a mistake, and else we can do without it, as Apache's compiler can. */
function isOfConstant({ type }: TypedefSyntax, scope: Scope): boolean {
  if (type.kind !== "named" || lookUp(scope, type.name.text, "types").kind !== "missing") return false;
  return lookUp(scope, type.name.text, "constants").kind === "found";
}

function warnOfNothing({ name, type }: TypedefSyntax, { report }: Agenda): void {
  if (type.kind !== "named") return;
  report({
    severity: "warning",
    code: "unknown-type",
    message: `\`${type.name.text}\` is a constant and no type; nothing uses the typedef \`${name.text}\`, which is left out`,
    span: type.name.span,
    hint: "name a type, or drop the typedef",
  });
}

function declareEnum(syntax: EnumSyntax, scope: Scope, agenda: Agenda): void {
  let next = 0;
  const members = syntax.members.map((member): EnumMember => {
    const value = member.value === undefined ? next : Number(member.value);
    next = value + 1;
    return { ...declared(member, "other", agenda), value };
  });
  const declaration: EnumDeclaration = {
    kind: "enum",
    ...declaredIn(scope, syntax, "other", agenda),
    members,
    ...(syntax.partial ? { partial: true } : {}),
  };
  scope.module.enums.push(declaration);
  setFirst(scope.types, syntax.name.text, () => declaration);
}

function declareStruct(syntax: StructSyntax, scope: Scope, agenda: Agenda): void {
  const declaration: Building<StructDeclaration> = {
    kind: syntax.kind,
    ...declaredIn(scope, syntax, "other", agenda),
    fields: [],
    ...(syntax.partial ? { partial: true } : {}),
  };
  scope.module.structs.push(declaration);
  setFirst(scope.types, syntax.name.text, () => declaration);
  agenda.members.push(() => {
    declaration.fields = resolveFields(syntax.fields, "field", scope, agenda);
  });
}

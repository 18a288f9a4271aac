/** What a name in a constant's value stands for: another constant, or a member of an enum. */
import { didYouMean } from "../diagnostics/suggest.js";
import type { EnumDeclaration, EnumMember, Span, TypeRef } from "../model.js";
import type { Evaluation } from "./evaluation.js";
import { lookUp, reportUnknown, splitLast } from "./look-up.js";
import type { Constant, Scope } from "./scope.js";
import { underlying } from "./underlying.js";

export type FoundValue =
  | { readonly kind: "constant"; readonly constant: Constant }
  | { readonly kind: "member"; readonly declaration: EnumDeclaration; readonly member: EnumMember };

/** Undefined when it stands for nothing; that has been reported. `wanted` is the type, for a suggestion. */
export function findValue(
  name: string,
  span: Span,
  wanted: TypeRef,
  { scope, agenda }: Evaluation,
): FoundValue | undefined {
  const constant = lookUp(scope, name, "constants");
  if (constant.kind === "found") return { kind: "constant", constant: constant.value };

  const [enumName, memberName] = splitLast(name);
  const type = enumName === undefined ? undefined : lookUp(scope, enumName, "types");
  if (type?.kind === "found") {
    const declaration = type.value();
    if (declaration === undefined) return undefined;
    if (declaration.kind === "enum") {
      const member = declaration.members.find((each) => each.name === memberName);
      const found = member === undefined ? undefined : { kind: "member" as const, declaration, member };
      if (found !== undefined && !isOtherEnum(declaration, wanted)) return found;
      const meant = memberOfWanted(name, span, wanted, { scope, agenda });
      if (meant !== undefined || found !== undefined) return meant ?? found;
      if (declaration.partial === true) return undefined;
      agenda.report({
        severity: "error",
        code: "unknown-enum-member",
        message: `\`${declaration.name}\` has no member \`${memberName}\``,
        span,
        hint: didYouMean(
          memberName,
          declaration.members.map((each) => each.name),
        ),
      });
      return undefined;
    }
  }
  // `prefix.Enum.MEMBER` of a file that could not be read: neither look-up can know.
  if (constant.kind === "unknowable" || type?.kind === "unknowable") return undefined;
  const meant = memberOfWanted(name, span, wanted, { scope, agenda });
  if (meant !== undefined) return meant;
  const qualified = qualifiedMember(name, scope, wanted);
  if (qualified === undefined) {
    reportUnknown(scope, { text: name, span }, "constants", agenda.report);
  } else {
    const hint = `write \`${qualified}\``;
    agenda.report({ severity: "error", code: "unqualified-member", message: `\`${name}\` lacks its enum`, span, hint });
  }
  return undefined;
}

/**
 * Where a member of an enum is wanted, Apache's compiler looks at what stands behind the last dot and at nothing else:
 * `Types.RED`, or `OtherEnum.RED`, is then the member `RED` of the enum that is wanted.
 */
function memberOfWanted(
  name: string,
  span: Span,
  wanted: TypeRef,
  { scope, agenda }: Evaluation,
): FoundValue | undefined {
  const declaration = wantedEnum(wanted);
  const [prefix, memberName] = splitLast(name);
  const member = declaration?.members.find((each) => each.name === memberName);
  if (prefix === undefined || declaration === undefined || member === undefined) return undefined;
  const qualified = qualifiedMember(memberName, scope, wanted) ?? memberName;
  agenda.report({
    severity: "warning",
    code: "misqualified-member",
    message: `\`${prefix}\` is not the enum \`${declaration.name}\`, of which \`${memberName}\` is a member`,
    span,
    hint: `write \`${qualified}\``,
  });
  return { kind: "member", declaration, member };
}

/** The usual slip is to write a member of the wanted enum without the enum's name. */
function qualifiedMember(name: string, scope: Scope, wanted: TypeRef): string | undefined {
  const declaration = wantedEnum(wanted);
  if (declaration === undefined || !declaration.members.some((member) => member.name === name)) return undefined;
  const prefix = [...scope.includes].find(([, included]) =>
    included.some((each) => each?.module === declaration.module),
  )?.[0];
  return [...(prefix === undefined ? [] : [prefix]), declaration.name, name].join(".");
}

function wantedEnum(wanted: TypeRef): EnumDeclaration | undefined {
  const type = underlying(wanted);
  return type.kind === "named" && type.declaration.kind === "enum" ? type.declaration : undefined;
}

function isOtherEnum(declaration: EnumDeclaration, wanted: TypeRef): boolean {
  const other = wantedEnum(wanted);
  return other !== undefined && other !== declaration;
}

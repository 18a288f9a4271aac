/** Enums: an object for the names, and a type for the values. */

import type { EnumDeclaration } from "../model.js";
import { docOf } from "./doc.js";
import { propertyName } from "./names.js";
import type { Scope } from "./scope.js";
import type { EnumView } from "./views/types.js";

export function enumView(declaration: EnumDeclaration, scope: Scope): EnumView {
  const name = scope.ownName(declaration);
  const members = declaration.members.map((member) => ({
    doc: docOf(member, "  "),
    name: propertyName(member.name),
    value: member.value,
  }));
  // Without members all values are unknown ones.
  const type = members.length === 0 ? "number" : `(typeof ${name})[keyof typeof ${name}]`;
  return { doc: docOf(declaration), name, type, members };
}

/** The expression for a member of an enum: `Format.EBOOK`. */
export function enumMember(declaration: EnumDeclaration, member: string, scope: Scope): string {
  return `${scope.value(declaration)}.${propertyName(member)}`;
}

/**
 * The syntax tree of one .thrift file, as `parse` hands it to `resolve`: names not looked up, constants not evaluated,
 * every node with its place in the source.
 */
import type { BaseName, Span } from "../model.js";

export interface Name {
  readonly text: string;
  readonly span: Span;
}

export interface AnnotationSyntax {
  readonly name: Name;
  /** "1" when the source gives none. */
  readonly value: string;
}

/** `namespace js a.b (name = "value")` */
export interface NamespaceSyntax {
  /** A language, or `*` for all. */
  readonly scope: string;
  readonly name: Name;
  readonly annotations: readonly AnnotationSyntax[];
}

export type TypeSyntax = {
  readonly annotations: readonly AnnotationSyntax[];
} & (
  | { readonly kind: "base"; readonly name: BaseName }
  | { readonly kind: "list" | "set"; readonly element: TypeSyntax }
  | { readonly kind: "map"; readonly key: TypeSyntax; readonly value: TypeSyntax }
  /** `Type` or `include.Type` */
  | { readonly kind: "named"; readonly name: Name }
);

export type ValueSyntax = { readonly span: Span } & (
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "double"; readonly value: number }
  /** Escapes already decoded. */
  | { readonly kind: "string"; readonly value: string }
  /** A constant or an enum member, perhaps qualified: `MAX`, `include.MAX`, `Enum.MEMBER`, `include.Enum.MEMBER`. */
  | { readonly kind: "reference"; readonly name: string }
  | { readonly kind: "list"; readonly elements: readonly ValueSyntax[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [key: ValueSyntax, value: ValueSyntax])[] }
);

export interface DeclarationSyntax {
  readonly name: Name;
  readonly doc: string | undefined;
  readonly annotations: readonly AnnotationSyntax[];
}

export interface FieldSyntax extends DeclarationSyntax {
  /** Absent when the source gives none. */
  readonly id: number | undefined;
  readonly requiredness: "required" | "optional" | "default";
  readonly type: TypeSyntax;
  readonly defaultValue: ValueSyntax | undefined;
}

export interface StructSyntax extends DeclarationSyntax {
  readonly kind: "struct" | "union" | "exception";
  readonly fields: readonly FieldSyntax[];
  /** Some fields could not be read; that has been reported. */
  readonly partial: boolean;
}

export interface TypedefSyntax extends DeclarationSyntax {
  readonly type: TypeSyntax;
}

export interface ConstSyntax extends DeclarationSyntax {
  readonly type: TypeSyntax;
  readonly value: ValueSyntax;
}

export interface EnumMemberSyntax extends DeclarationSyntax {
  readonly value: bigint | undefined;
}

export interface EnumSyntax extends DeclarationSyntax {
  readonly members: readonly EnumMemberSyntax[];
  /** Some members could not be read; that has been reported. */
  readonly partial: boolean;
}

export interface MethodSyntax extends DeclarationSyntax {
  readonly oneway: boolean;
  /** Absent for `void`. */
  readonly returns: TypeSyntax | undefined;
  readonly args: readonly FieldSyntax[];
  readonly throws: readonly FieldSyntax[];
}

export interface ServiceSyntax extends DeclarationSyntax {
  readonly extends: Name | undefined;
  readonly methods: readonly MethodSyntax[];
}

/** One file. Declarations of a kind stand in source order. */
export interface FileSyntax {
  readonly file: string;
  readonly doc: string | undefined;
  /** False when a mistake made the parser leave out what has no known name: a name that is missing may then well exist. */
  readonly complete: boolean;
  /** The names of definitions that the parser had to leave out; that has been reported. */
  readonly lost: ReadonlySet<string>;
  readonly namespaces: readonly NamespaceSyntax[];
  readonly cppIncludes: readonly Name[];
  readonly includes: readonly Name[];
  readonly typedefs: readonly TypedefSyntax[];
  readonly enums: readonly EnumSyntax[];
  readonly structs: readonly StructSyntax[];
  readonly constants: readonly ConstSyntax[];
  readonly services: readonly ServiceSyntax[];
}

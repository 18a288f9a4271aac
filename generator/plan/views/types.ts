/** What the template of `types.ts` receives. What holds of all views stands at `Templates`, in ../planned-file.ts. */

/** `types.ts`: the nouns of one module. */
export interface TypesView {
  /** The IDL's own comment, for the head of the file. */
  readonly doc: string;
  /** Import statements. */
  readonly imports: readonly string[];
  /** In the order of the source, as those below are. */
  readonly enums: readonly EnumView[];
  /** Types with a name of their own. */
  readonly typedefs: readonly TypedefView[];
  /** Structs, unions and exceptions; `partial` names the template that lays each out. */
  readonly structs: readonly (StructView | UnionView | ExceptionView)[];
  /** Constants, after all types that they are made of. */
  readonly constants: readonly ConstantView[];
}

/** A typedef. */
export interface TypedefView {
  /** Its comment. */
  readonly doc: string;
  /** Its name in TypeScript. */
  readonly name: string;
  /** What it stands for. */
  readonly type: string;
}

/** A constant. */
export interface ConstantView {
  /** Its comment. */
  readonly doc: string;
  /** Its name in TypeScript. */
  readonly name: string;
  /** Its type. */
  readonly type: string;
  /** Its value, an expression. */
  readonly value: string;
}

/** An enum: an object for the names, and a type for the values. */
export interface EnumView {
  /** Its comment. */
  readonly doc: string;
  /** The name of the object and of the type. */
  readonly name: string;
  /** The type of the values. */
  readonly type: string;
  /** Its members, in order. */
  readonly members: readonly EnumMemberView[];
}

/** A member of an enum. */
export interface EnumMemberView {
  /** Its comment. */
  readonly doc: string;
  /** The name of the property. */
  readonly name: string;
  /** What stands for it on the wire. */
  readonly value: number;
}

/** A property of an interface or a class. */
export interface PropertyView {
  /** Its comment. */
  readonly doc: string;
  /** Its name. */
  readonly name: string;
  /** "?" where it may be left out, else "". */
  readonly mark: string;
  /** Its type. */
  readonly type: string;
}

/** A struct as an interface. */
export interface StructView {
  /** The template that lays it out. */
  readonly partial: "struct";
  /** Its comment. */
  readonly doc: string;
  /** "export " or "". */
  readonly export: string;
  /** The interface's name. */
  readonly name: string;
  /** One for each field. */
  readonly properties: readonly PropertyView[];
}

/** A union as a union of types. */
export interface UnionView {
  /** The template that lays it out. */
  readonly partial: "union";
  /** Its comment. */
  readonly doc: string;
  /** The type's name. */
  readonly name: string;
  /** One for each field; a union without fields has one variant that cannot be. */
  readonly variants: readonly UnionVariantView[];
}

/** One of the things that a union can hold. */
export interface UnionVariantView {
  /** The field's comment. */
  readonly doc: string;
  /** The field's name, a string literal. */
  readonly kind: string;
  /** The type of the value. */
  readonly type: string;
}

/** An exception as a class. */
export interface ExceptionView {
  /** The template that lays it out. */
  readonly partial: "exception";
  /** Its comment. */
  readonly doc: string;
  /** The class's name. */
  readonly name: string;
  /** The exception's name in the IDL, a string literal. */
  readonly quotedName: string;
  /** Without `message`, which is `Error`'s. */
  readonly properties: readonly PropertyView[];
  /** The constructor's parameter, or "" when there are no fields. */
  readonly parameter: string;
  /** What `super` is called with. */
  readonly message: string;
  /** Statements of the constructor. */
  readonly assignments: readonly string[];
}

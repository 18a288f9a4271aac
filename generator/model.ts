/**
 * The resolved program: what `resolve` hands to `check` and `plan`. Plain data, every name already looked up across
 * includes, nothing of the parser's AST in it. Order is the order of the source.
 */

/** A place in a source file. Offsets count UTF-16 code units from the start of the text, line and column from 1. */
export interface Span {
  /** The file as the user named it or as the include names it; never an absolute path unless the user gave one. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** The text of each file that was loaded, for diagnostics. Keyed by `Span.file`. */
export type Sources = ReadonlyMap<string, string>;

/** What is said of an IDL. What the front half says has a code of `diagnostics/codes.ts`; lint rules and `breaking` have their own. */
export interface Diagnostic<Code extends string = string> {
  readonly severity: "error" | "warning";
  readonly code: Code;
  readonly message: string;
  /** Absent only when there is no source to show (a missing file on the command line). */
  readonly span?: Span | undefined;
  readonly hint?: string | undefined;
  readonly related?: { readonly message: string; readonly span: Span } | undefined;
}

/** What an i64 is in TypeScript. A number is exact up to 2^53 - 1; what is beyond is refused. */
export type I64 = "bigint" | "number";

export type BaseName = "bool" | "i8" | "i16" | "i32" | "i64" | "double" | "string" | "binary" | "uuid";

/** A type as it is used in a field, an argument, a result, a constant. */
export type TypeRef =
  | {
      readonly kind: "base";
      readonly name: BaseName;
      /** Of an i64 that is one in TypeScript; others are bigints. */
      readonly as?: "number";
      readonly annotations?: Annotations;
    }
  | { readonly kind: "list" | "set"; readonly element: TypeRef; readonly annotations?: Annotations }
  | { readonly kind: "map"; readonly key: TypeRef; readonly value: TypeRef; readonly annotations: Annotations }
  /** A struct, union, exception, enum or typedef; `declaration` may stand in another module. */
  | { readonly kind: "named"; readonly declaration: TypeDeclaration; readonly annotations?: Annotations };

/** A constant's value, evaluated and typed. */
export type ConstValue =
  | { readonly kind: "bool"; readonly value: boolean }
  /** i8 to i64 */
  | { readonly kind: "int"; readonly value: bigint }
  | { readonly kind: "double"; readonly value: number }
  /** string, binary (UTF-8 text) or uuid, as the type says; escapes already decoded */
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "enum"; readonly declaration: EnumDeclaration; readonly member: EnumMember }
  | { readonly kind: "list" | "set"; readonly elements: readonly ConstValue[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [key: ConstValue, value: ConstValue])[] }
  | {
      readonly kind: "struct";
      readonly declaration: StructDeclaration;
      readonly fields: readonly { readonly field: Field; readonly value: ConstValue }[];
    };

/**
 * `(name = "value")`, or what was written before there were annotations: `cpp_type`, `&`, `xsd_optional` and its like are
 * here under those names.
 */
export interface Annotation {
  /** One without a value has "1", as in Apache's compiler; of a repeated one it is the last value. */
  readonly value: string;
  /** The values of a repeated annotation, in order. Absent for others. */
  readonly values?: readonly string[];
  /** The span of the annotation's name. */
  readonly span: Span;
}

/** By name. */
export type Annotations = ReadonlyMap<string, Annotation>;

interface Declared {
  readonly name: string;
  /** The span of the name itself. */
  readonly span: Span;
  /** The text of the doc comment before it, without comment marks; lines joined by "\n". */
  readonly doc?: string | undefined;
  readonly annotations: Annotations;
}

interface TopLevel extends Declared {
  readonly module: Module;
}

export interface EnumMember extends Declared {
  readonly value: number;
}

export interface EnumDeclaration extends TopLevel {
  readonly kind: "enum";
  readonly members: readonly EnumMember[];
  /** Some members could not be read; that has been reported. */
  readonly partial?: true;
}

export interface TypedefDeclaration extends TopLevel {
  readonly kind: "typedef";
  /** What it stands for, one step; `underlying` in resolve/ follows the chain. */
  readonly type: TypeRef;
}

export interface Field extends Declared {
  readonly id: number;
  readonly requiredness: "required" | "optional" | "default";
  readonly type: TypeRef;
  readonly defaultValue?: ConstValue | undefined;
  /** The constant that the default is written as; absent when it is written as a value. */
  readonly defaultConstant?: ConstDeclaration | undefined;
}

export interface StructDeclaration extends TopLevel {
  readonly kind: "struct" | "union" | "exception";
  readonly fields: readonly Field[];
  /** Some fields could not be read; that has been reported. */
  readonly partial?: true;
}

export interface ConstDeclaration extends TopLevel {
  readonly kind: "const";
  readonly type: TypeRef;
  readonly value: ConstValue;
}

export interface Method extends Declared {
  readonly oneway: boolean;
  /** Absent for `void`. */
  readonly returns?: TypeRef | undefined;
  readonly args: readonly Field[];
  readonly throws: readonly Field[];
}

export interface ServiceDeclaration extends TopLevel {
  readonly kind: "service";
  readonly extends?: ServiceDeclaration | undefined;
  /** The struct that `faas.state` names: its fields are the service's durable state. */
  readonly state?: StructDeclaration | undefined;
  /** The function it is deployed as: what the command line or `faas.function` says, else its own name in kebab case. */
  readonly function: string;
  readonly methods: readonly Method[];
}

export type TypeDeclaration = EnumDeclaration | TypedefDeclaration | StructDeclaration;

/** `namespace js a.b (name = "value")` */
export interface Namespace {
  readonly name: string;
  readonly span: Span;
  readonly annotations: Annotations;
}

/** One .thrift file. Declarations of a kind stand in source order. */
export interface Module {
  /** The name of its folder under `gen/`: the file's without folder and `.thrift`; made longer when another file has it. */
  readonly name: string;
  /** What `namespace js` says, or else `namespace *`, or else the file's name. */
  readonly namespace: string;
  /** All namespaces by language, `*` for every other. Of two for one language the last counts. */
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly file: string;
  /** Whether the user named the file: its services become functions. Of one that is included they are called only. */
  readonly named: boolean;
  readonly doc?: string | undefined;
  readonly includes: readonly Module[];
  /** What `cpp_include` names: headers of C++, which nothing is made of here. */
  readonly cppIncludes: readonly { readonly text: string; readonly span: Span }[];
  readonly typedefs: readonly TypedefDeclaration[];
  readonly enums: readonly EnumDeclaration[];
  /** Structs, unions and exceptions. */
  readonly structs: readonly StructDeclaration[];
  readonly constants: readonly ConstDeclaration[];
  readonly services: readonly ServiceDeclaration[];
}

export interface Program {
  /** The files named on the command line first, then what they include, each once. */
  readonly modules: readonly Module[];
}

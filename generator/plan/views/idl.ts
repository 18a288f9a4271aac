/**
 * What a template receives that makes files of its own: the IDL itself, in the IDL's terms. Plain, total, JSON-printable:
 * what is not there is "", null or an empty list, so that a template can test for it.
 */

/** All files of one run: `<folder>/<file>.hbs`. */
export interface IdlProgramView {
  /** The files named on the command line first, then what they include, each once. */
  readonly files: readonly IdlFileView[];
}

/** One .thrift file: `[module]/<file>.hbs`. Declarations of a kind stand in source order. */
export interface IdlFileView extends DocumentedView, IdlTypesView {
  /** The name of its folder in the output: `social_network`. */
  readonly module: string;
  /** The file's name without its folder: `social_network.thrift`. */
  readonly source: string;
  /** Whether the command line names it; else it is included. */
  readonly isNamed: boolean;
  /** What `namespace js` says, or else `namespace *`, or else the file's name. */
  readonly namespace: string;
  /** All namespaces; the language may be `*`. */
  readonly namespaces: readonly NamespaceView[];
  /** The modules that it includes, by the names of their folders. */
  readonly includes: readonly string[];
  /** Constants, in the order of the source. */
  readonly constants: readonly IdlConstantView[];
  /** Without what it uses: a page of one service has that. */
  readonly services: readonly IdlServiceView[];
}

/** One service and all that a caller has to know to call it: a template with `[service]` in its name. */
export interface IdlServicePageView extends IdlServiceView {
  /** The types that its methods use, those inside of types included, by kind and in source order. */
  readonly uses: IdlTypesView;
  /** Whether there is one at all. */
  readonly hasUses: boolean;
}

/** Types by kind, each kind in the order of the source. */
export interface IdlTypesView {
  /** Types that stand for other types. */
  readonly typedefs: readonly IdlTypedefView[];
  /** Enums. */
  readonly enums: readonly IdlEnumView[];
  /** Structs. */
  readonly structs: readonly IdlStructView[];
  /** Unions. */
  readonly unions: readonly IdlStructView[];
  /** Exceptions. */
  readonly exceptions: readonly IdlStructView[];
}

/** `namespace js a.b` */
export interface NamespaceView {
  /** The language, or `*` for all. */
  readonly language: string;
  /** The namespace. */
  readonly name: string;
}

/** What can have a comment. */
export interface DocumentedView {
  /** The comment without its marks, lines joined by "\n"; or "". */
  readonly doc: string;
  /** The first paragraph of `doc` in one line, for tables and lists; or "". */
  readonly summary: string;
}

/** What has a name in the IDL. */
export interface NamedView extends DocumentedView {
  /** As the IDL has it, also where TypeScript needs another one. */
  readonly name: string;
  /** Its annotations, each once. */
  readonly annotations: readonly AnnotationView[];
}

/** `(name = "value")` */
export interface AnnotationView {
  /** Its name. */
  readonly name: string;
  /** "1" for one without a value; of a repeated one the last. */
  readonly value: string;
}

/** What stands in a file directly. */
export interface DeclaredView extends NamedView {
  /** The folder of the file that declares it. */
  readonly module: string;
}

/** A type as it is used in a field, an argument, a result. */
export interface IdlTypeView {
  /** As the IDL writes it, without prefixes: `map<string, list<Post>>`. */
  readonly text: string;
  /** To be used with `lookup`, as the name of a partial: there is one for each that a template tells apart. */
  readonly kind: "base" | "list" | "set" | "map" | "typedef" | "enum" | "struct" | "union" | "exception";
  /** `i64`, `list`, `Post` ... */
  readonly name: string;
  /** The folder of the file that declares it; "" for base types and containers. */
  readonly module: string;
  /** The element of a list or set, the key and the value of a map; empty for others. */
  readonly arguments: readonly IdlTypeView[];
}

/** A typedef. */
export interface IdlTypedefView extends DeclaredView {
  /** What it stands for, one step. */
  readonly type: IdlTypeView;
}

/** An enum. */
export interface IdlEnumView extends DeclaredView {
  /** Its members, in order. */
  readonly members: readonly IdlEnumMemberView[];
}

/** A member of an enum. */
export interface IdlEnumMemberView extends NamedView {
  /** What stands for it on the wire. */
  readonly value: number;
}

/** A struct, a union or an exception. */
export interface IdlStructView extends DeclaredView {
  /** Which of the three it is. */
  readonly kind: "struct" | "union" | "exception";
  /** Its fields, in the order of the source. */
  readonly fields: readonly IdlFieldView[];
}

/** A field, an argument, or what a method throws. */
export interface IdlFieldView extends NamedView {
  /** What stands for it on the wire. */
  readonly id: number;
  /** Its type. */
  readonly type: IdlTypeView;
  /** As the IDL has it; `default` where it says nothing. */
  readonly requiredness: "required" | "optional" | "default";
  /** Whether the IDL says `required`. */
  readonly isRequired: boolean;
  /** Whether the IDL says `optional`. */
  readonly isOptional: boolean;
  /** The default value as the IDL would write it, or "". */
  readonly defaultValue: string;
}

/** A constant. */
export interface IdlConstantView extends DeclaredView {
  /** Its type. */
  readonly type: IdlTypeView;
  /** As the IDL would write it, what it refers to filled in. */
  readonly value: string;
}

/** A service. */
export interface IdlServiceView extends DeclaredView {
  /** The name of its files: `TextService` is `text-service`. */
  readonly fileName: string;
  /** The .thrift file that declares it, without its folder. */
  readonly source: string;
  /** The function that it becomes. */
  readonly function: string;
  /** The service that it extends, or null. */
  readonly parent: IdlParentView | null;
  /** The struct of its own durable state, or "". */
  readonly state: string;
  /** Its own methods: those of its parent are on the parent's page. */
  readonly methods: readonly IdlMethodView[];
}

/** A service that another one extends. */
export interface IdlParentView {
  /** Its name. */
  readonly name: string;
  /** The folder of the file that declares it. */
  readonly module: string;
  /** The name of its files. */
  readonly fileName: string;
}

/** A method. */
export interface IdlMethodView extends NamedView {
  /** Whether nobody waits for it. */
  readonly isOneway: boolean;
  /** Null for `void`. */
  readonly returns: IdlTypeView | null;
  /** Its arguments, in order. */
  readonly arguments: readonly IdlFieldView[];
  /** What it throws. */
  readonly throws: readonly IdlFieldView[];
}

/**
 * What the templates receive: plain, total, JSON-printable. Every text is finished TypeScript, so a template only
 * loops, tests for emptiness, and lays out. A `doc` is "" or a whole comment, indented, with its line break.
 */

/** `types.ts`: the nouns of one module. */
export interface TypesView {
  readonly doc: string;
  readonly imports: readonly string[];
  readonly enums: readonly EnumView[];
  readonly typedefs: readonly { readonly doc: string; readonly name: string; readonly type: string }[];
  readonly structs: readonly (StructView | UnionView | ExceptionView)[];
  readonly constants: readonly {
    readonly doc: string;
    readonly name: string;
    readonly type: string;
    readonly value: string;
  }[];
}

export interface EnumView {
  readonly doc: string;
  readonly name: string;
  readonly type: string;
  readonly members: readonly { readonly doc: string; readonly name: string; readonly value: number }[];
}

/** A property of an interface or a class. `mark` is "?" or "". */
export interface PropertyView {
  readonly doc: string;
  readonly name: string;
  readonly mark: string;
  readonly type: string;
}

export interface StructView {
  /** The partial that lays it out. */
  readonly partial: "struct";
  readonly doc: string;
  /** "export " or "". */
  readonly export: string;
  readonly name: string;
  readonly properties: readonly PropertyView[];
}

export interface UnionView {
  readonly partial: "union";
  readonly doc: string;
  readonly name: string;
  /** `kind` is a string literal; a union without fields has one variant that cannot be. */
  readonly variants: readonly { readonly doc: string; readonly kind: string; readonly type: string }[];
}

export interface ExceptionView {
  readonly partial: "exception";
  readonly doc: string;
  readonly name: string;
  /** `name` as a string literal. */
  readonly quotedName: string;
  /** Without `message`, which is `Error`'s. */
  readonly properties: readonly PropertyView[];
  /** The constructor's parameter, or "" when there are no fields. */
  readonly parameter: string;
  /** What `super` is called with. */
  readonly message: string;
  readonly assignments: readonly string[];
}

/** `codecs.ts`: how the structs of one module are read and written. */
export interface CodecsView {
  readonly imports: readonly string[];
  readonly codecs: readonly (StructCodecView | UnionCodecView)[];
}

export interface StructCodecView {
  readonly partial: "struct-codec";
  readonly export: string;
  /** The name of the codec, and of the type it reads and writes. */
  readonly name: string;
  readonly type: string;
  /** What error messages put before a field's name, a string literal. */
  readonly where: string;
  /** The struct's name on the wire, a string literal. */
  readonly wireName: string;
  /** The name of the table of its fields. */
  readonly fields: string;
  readonly reads: readonly ReadView[];
  /** The expression for what was read, one property per line. */
  readonly result: string;
  /** What is added to the result when it was read. */
  readonly additions: readonly { readonly property: string; readonly local: string }[];
  readonly writes: readonly WriteView[];
}

export interface ReadView {
  readonly id: number;
  /** Wire type and ID as one number, in hexadecimal; see `runtime/protocol/tag.ts`. */
  readonly tag: string;
  readonly wireType: string;
  /** The field's name, a string literal. */
  readonly name: string;
  readonly local: string;
  readonly type: string;
  readonly value: string;
}

export interface WriteView {
  /** See `ReadView`. */
  readonly tag: string;
  /** When to write the field; "" for always. */
  readonly condition: string;
  readonly statement: string;
}

export interface UnionCodecView {
  readonly partial: "union-codec";
  readonly name: string;
  readonly type: string;
  /** What error messages put before a field's name, a string literal. */
  readonly where: string;
  readonly wireName: string;
  /** The name of the table of its fields. */
  readonly fields: string;
  readonly variants: readonly {
    readonly id: number;
    /** See `ReadView`. */
    readonly tag: string;
    readonly wireType: string;
    /** A string literal, as the value's `kind` and as the field's name. */
    readonly kind: string;
    readonly value: string;
    readonly statement: string;
  }[];
}

/** `<service>.ts`: the handler's interface, the client, the descriptor. */
export interface ServiceView {
  readonly imports: readonly string[];
  readonly handlerDoc: string;
  readonly clientDoc: string;
  readonly handler: string;
  readonly client: string;
  readonly descriptor: string;
  /** The name of the object that holds the descriptors of all methods. */
  readonly methodTable: string;
  /** The same of the service that this one extends. */
  readonly parent: {
    readonly handler: string;
    readonly client: string;
    readonly descriptor: string;
    readonly methodTable: string;
    readonly hasState: boolean;
  } | null;
  /** What the service adds to the state of its parent. */
  readonly state: StateView | null;
  /** State of its own or of its parent. */
  readonly hasState: boolean;
  /** The service's name and its function's, string literals. */
  readonly name: string;
  readonly function: string;
  /** Whether its function has other services as well. */
  readonly multiplexed: boolean;
  /** Nothing to call: no methods, and no parent that has some. */
  readonly isEmpty: boolean;
  readonly methods: readonly MethodView[];
}

/** The interface of a service's state, and how the runtime opens it. */
export interface StateView {
  readonly doc: string;
  readonly name: string;
  /** The interface of the parent's state, or "". */
  readonly parent: string;
  readonly fields: readonly {
    readonly doc: string;
    readonly name: string;
    /** `name` as a string literal. */
    readonly collection: string;
    /** The accessor's type: `DurableMap<string, Url>`. */
    readonly type: string;
    /** The expression that describes the field. */
    readonly descriptor: string;
  }[];
}

export interface MethodView {
  readonly doc: string;
  readonly name: string;
  /** The method's name in the IDL, a string literal. */
  readonly wireName: string;
  readonly handlerParameters: string;
  readonly clientParameters: string;
  readonly returns: string;
  /** The arguments as an object: `{ req_id, text }`. */
  readonly argsObject: string;
  readonly oneway: boolean;
  readonly isVoid: boolean;
  readonly descriptor: string;
  /** The descriptor's type. */
  readonly type: string;
  readonly args: StructView;
  readonly argsCodec: StructCodecView;
  readonly result: StructView;
  readonly resultCodec: StructCodecView;
  /** `{ se: ServiceException }` */
  readonly exceptions: string;
  /** What annotations say, a property each: `timeoutMs: 5000`. */
  readonly options: readonly string[];
  /** The arrow function that calls the handler. */
  readonly invoke: string;
}

/** The stub of a service, `functions/<function>/handler.ts` where it is alone; written once. */
export interface HandlerView {
  readonly handler: string;
  /** The service's file, as an import names it. */
  readonly service: string;
  readonly methods: readonly { readonly name: string; readonly parameters: string; readonly passed: string }[];
}

/** `functions/<function>/function.ts`. */
export interface FunctionView {
  /** A string literal. */
  readonly name: string;
  /** What it is called in its file. */
  readonly definition: string;
  readonly services: readonly {
    readonly descriptor: string;
    /** The service's file, as an import names it. */
    readonly service: string;
    /** The name that its handler's module gets. */
    readonly module: string;
    /** That module, as an import names it. */
    readonly file: string;
  }[];
}

/** `functions/<function>/index.ts`: the same for all. */
export type IndexView = Readonly<Record<string, never>>;

/** `stack.yaml`, written once. */
export interface StackView {
  /** The folders of generated modules. */
  readonly modules: readonly string[];
  readonly functions: readonly {
    readonly name: string;
    /** Whether the cron connector has it finish what is unfinished: one of them is enough. */
    readonly collects: boolean;
  }[];
}

/** What `template/thrift-faas/` is made of, written once. */
export interface ImageView {
  /** Of this package: the generated code belongs to it. */
  readonly version: string;
}

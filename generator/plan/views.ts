/**
 * What the templates receive: plain, total, JSON-printable. Every text is finished TypeScript, so a template only
 * loops, tests for emptiness, and lays out. A `doc` is "" or a whole comment, indented, with its line break.
 */

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

/** `codecs.ts`: how the structs of one module are read and written. */
export interface CodecsView {
  /** Import statements. */
  readonly imports: readonly string[];
  /** One for each struct, union and exception; `partial` names the template that lays it out. */
  readonly codecs: readonly (StructCodecView | UnionCodecView)[];
}

/** How a struct or an exception is read and written. */
export interface StructCodecView {
  /** The template that lays it out. */
  readonly partial: "struct-codec";
  /** "export " or "". */
  readonly export: string;
  /** The codec's name. */
  readonly name: string;
  /** The name of the type that it reads and writes. */
  readonly type: string;
  /** What error messages put before a field's name, a string literal. */
  readonly where: string;
  /** The struct's name on the wire, a string literal. */
  readonly wireName: string;
  /** The name of the table of its fields. */
  readonly fields: string;
  /** One for each field, in the order of the source. */
  readonly reads: readonly ReadView[];
  /** The expression for what was read, one property per line. */
  readonly result: string;
  /** What is added to the result when it was read. */
  readonly additions: readonly AdditionView[];
  /** One for each field, in the order of the IDs. */
  readonly writes: readonly WriteView[];
}

/** A property that the result has only when its field was read. */
export interface AdditionView {
  /** The property. */
  readonly property: string;
  /** The variable that holds what was read. */
  readonly local: string;
}

/** How one field is read. */
export interface ReadView {
  /** The field's ID. */
  readonly id: number;
  /** Wire type and ID as one number, in hexadecimal; see `runtime/protocol/tag.ts`. */
  readonly tag: string;
  /** Its type on the wire, an expression. */
  readonly wireType: string;
  /** Its name, a string literal. */
  readonly name: string;
  /** The variable that holds what was read. */
  readonly local: string;
  /** Its type. */
  readonly type: string;
  /** The expression that reads it. */
  readonly value: string;
}

/** How one field is written. */
export interface WriteView {
  /** Wire type and ID as one number, in hexadecimal; see `runtime/protocol/tag.ts`. */
  readonly tag: string;
  /** When to write the field; "" for always. */
  readonly condition: string;
  /** The statement that writes the value. */
  readonly statement: string;
}

/** How a union is read and written. */
export interface UnionCodecView {
  /** The template that lays it out. */
  readonly partial: "union-codec";
  /** The codec's name. */
  readonly name: string;
  /** The name of the type that it reads and writes. */
  readonly type: string;
  /** What error messages put before a field's name, a string literal. */
  readonly where: string;
  /** The union's name on the wire, a string literal. */
  readonly wireName: string;
  /** The name of the table of its fields. */
  readonly fields: string;
  /** One for each field. */
  readonly variants: readonly UnionCodecVariantView[];
}

/** How one field of a union is read and written. */
export interface UnionCodecVariantView {
  /** The field's ID. */
  readonly id: number;
  /** Wire type and ID as one number, in hexadecimal; see `runtime/protocol/tag.ts`. */
  readonly tag: string;
  /** Its type on the wire, an expression. */
  readonly wireType: string;
  /** A string literal, as the value's `kind` and as the field's name. */
  readonly kind: string;
  /** The expression that reads it. */
  readonly value: string;
  /** The statement that writes it. */
  readonly statement: string;
}

/** `<service>.ts`: the handler's interface, the client, the descriptor. */
export interface ServiceView {
  /** Import statements. */
  readonly imports: readonly string[];
  /** The comment of the handler's interface. */
  readonly handlerDoc: string;
  /** The comment of the client. */
  readonly clientDoc: string;
  /** The name of the handler's interface. */
  readonly handler: string;
  /** The name of the client's class. */
  readonly client: string;
  /** The name of the constant that tells the runtime about the service. */
  readonly descriptor: string;
  /** The name of the object that holds the descriptors of all methods. */
  readonly methodTable: string;
  /** The service that this one extends, or null. */
  readonly parent: ParentView | null;
  /** What the service adds to the state of its parent, or null. */
  readonly state: StateView | null;
  /** Whether there is state, of its own or of its parent. */
  readonly hasState: boolean;
  /** The service's name, a string literal. */
  readonly name: string;
  /** The name of its function, a string literal. */
  readonly function: string;
  /** Whether its function has other services as well. */
  readonly multiplexed: boolean;
  /** Nothing to call: no methods, and no parent that has some. */
  readonly isEmpty: boolean;
  /** Its own methods, in order. */
  readonly methods: readonly MethodView[];
}

/** What the service that another one extends is called in the other one's file. */
export interface ParentView {
  /** The handler's interface. */
  readonly handler: string;
  /** The client's class. */
  readonly client: string;
  /** The constant that tells the runtime about it. */
  readonly descriptor: string;
  /** The object that holds the descriptors of all methods. */
  readonly methodTable: string;
  /** Whether there is state, of its own or of its parent. */
  readonly hasState: boolean;
}

/** The interface of a service's state, and how the runtime opens it. */
export interface StateView {
  /** Its comment. */
  readonly doc: string;
  /** The interface's name. */
  readonly name: string;
  /** The interface of the parent's state, or "". */
  readonly parent: string;
  /** One for each field of the state. */
  readonly fields: readonly StateFieldView[];
}

/** A field of a service's state. */
export interface StateFieldView {
  /** Its comment. */
  readonly doc: string;
  /** The property's name. */
  readonly name: string;
  /** `name` as a string literal. */
  readonly collection: string;
  /** The accessor's type: `DurableMap<string, Url>`. */
  readonly type: string;
  /** The expression that describes the field. */
  readonly descriptor: string;
}

/** A method of a service. */
export interface MethodView {
  /** Its comment. */
  readonly doc: string;
  /** The name of the handler's and the client's method. */
  readonly name: string;
  /** The method's name in the IDL, a string literal. */
  readonly wireName: string;
  /** What stands between the parentheses in the handler's interface. */
  readonly handlerParameters: string;
  /** What stands between the parentheses in the client. */
  readonly clientParameters: string;
  /** The type of the result: `void`, `Greeting` ... */
  readonly returns: string;
  /** The arguments as an object: `{ req_id, text }`. */
  readonly argsObject: string;
  /** Whether nobody waits for it. */
  readonly oneway: boolean;
  /** Whether it returns nothing. */
  readonly isVoid: boolean;
  /** The name of its descriptor. */
  readonly descriptor: string;
  /** The descriptor's type. */
  readonly type: string;
  /** The struct of its arguments. */
  readonly args: StructView;
  /** The codec of its arguments. */
  readonly argsCodec: StructCodecView;
  /** The struct of its result. */
  readonly result: StructView;
  /** The codec of its result. */
  readonly resultCodec: StructCodecView;
  /** The classes that it throws: `{ se: ServiceException }`. */
  readonly exceptions: string;
  /** What annotations say, a property each: `timeoutMs: 5000`. */
  readonly options: readonly string[];
  /** The arrow function that calls the handler. */
  readonly invoke: string;
}

/** The stub of a service, `functions/<function>/handler.ts` where it is alone; written once. */
export interface HandlerView {
  /** The name of the handler's interface. */
  readonly handler: string;
  /** The service's file, as an import names it. */
  readonly service: string;
  /** What the handler has to implement, the methods of parents first. */
  readonly methods: readonly HandlerMethodView[];
}

/** A method to be filled in. */
export interface HandlerMethodView {
  /** Its name. */
  readonly name: string;
  /** The names of its parameters, with commas between them. */
  readonly parameters: string;
  /** The same names, the invocation first. */
  readonly passed: string;
}

/** `functions/<function>/function.ts`. */
export interface FunctionView {
  /** The function's name, a string literal. */
  readonly name: string;
  /** What it is called in its file. */
  readonly definition: string;
  /** The services that make it up. */
  readonly services: readonly HostedServiceView[];
}

/** A service of a function. */
export interface HostedServiceView {
  /** The constant that tells the runtime about it. */
  readonly descriptor: string;
  /** The service's file, as an import names it. */
  readonly service: string;
  /** The name that its handler's module gets. */
  readonly module: string;
  /** That module, as an import names it. */
  readonly file: string;
}

/** `functions/<function>/index.ts`: the same for all. */
export type IndexView = Readonly<Record<string, never>>;

/** `stack.yaml`, written once. */
export interface StackView {
  /** The folders of generated modules. */
  readonly modules: readonly string[];
  /** All functions. */
  readonly functions: readonly StackFunctionView[];
}

/** A function as faas-cli deploys it. */
export interface StackFunctionView {
  /** Its name. */
  readonly name: string;
  /** Whether the cron connector has it finish what is unfinished: one of them is enough. */
  readonly collects: boolean;
}

/** What `template/thrift-faas/` is made of, written once. */
export interface ImageView {
  /** Of this package: the generated code belongs to it. */
  readonly version: string;
}

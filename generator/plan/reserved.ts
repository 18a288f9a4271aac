/** Names that generated code cannot give to something of the user's, by the place where they would hurt. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Words that no variable, parameter, class or constant of a strict ES module may have as its name. */
const KEYWORDS = words(`
  arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public
  return static super switch this throw true try typeof undefined var void while with yield
`);

/** Globals that generated code refers to. */
const GLOBALS = words(`
  Error Infinity Map NaN Promise ReadonlyMap ReadonlySet Set Uint8Array
`);

/** Names of types that TypeScript keeps for itself. */
const BUILT_IN_TYPES = words(`
  any bigint boolean never number object string symbol unknown
`);

/** What `runtime/codegen/v1.ts` exports and generated code imports; `type` where only a type is exported. */
export const RUNTIME_EXPORTS = {
  $Envelope: "type",
  $EnvelopeCodec: "value",
  Awaitable: "type",
  Caller: "type",
  DurableList: "type",
  DurableMap: "type",
  DurableMapOf: "type",
  DurableSet: "type",
  DurableSortedSet: "type",
  DurableValue: "type",
  FunctionDefinition: "type",
  Invocation: "type",
  MethodDescriptor: "type",
  Mutable: "type",
  NOTHING: "value",
  ServiceDescriptor: "type",
  StateField: "type",
  StoredType: "type",
  StructCodec: "type",
  TType: "value",
  adapt: "value",
  defineFunction: "value",
  fieldsOf: "value",
  hostService: "value",
  keyText: "value",
  onlyField: "value",
  readBinary: "value",
  readBool: "value",
  readDouble: "value",
  readI16: "value",
  readI32: "value",
  readI64: "value",
  readI8: "value",
  readList: "value",
  readMap: "value",
  readSafeI64: "value",
  readSet: "value",
  readString: "value",
  readUuid: "value",
  required: "value",
  serve: "value",
  serveFramed: "value",
  skipField: "value",
  stored: "value",
  unfilled: "value",
  writeBinary: "value",
  writeBool: "value",
  writeDouble: "value",
  writeI16: "value",
  writeI32: "value",
  writeI64: "value",
  writeI8: "value",
  writeList: "value",
  writeMap: "value",
  writeSafeI64: "value",
  writeSet: "value",
  writeString: "value",
  writeUuid: "value",
} as const;
export type RuntimeExport = keyof typeof RUNTIME_EXPORTS;

/** No type, class or constant at the top of a generated file has one of these names. */
export const RESERVED_AT_TOP: ReadonlySet<string> = new Set([...KEYWORDS, ...GLOBALS, ...BUILT_IN_TYPES]);

/** No import and no helper in a file that uses the runtime has one of these names: templates write them literally, and codecs have them as parameters and variables. */
export const RESERVED_BESIDE_RUNTIME: ReadonlySet<string> = new Set([
  ...RESERVED_AT_TOP,
  ...words(`input output value`),
  ...Object.keys(RUNTIME_EXPORTS),
]);

/** No local variable of a codec has one of these names; the last two are those of its own functions. */
export const RESERVED_IN_CODECS: ReadonlySet<string> = new Set([
  ...KEYWORDS,
  ...GLOBALS,
  ...Object.keys(RUNTIME_EXPORTS),
  ...words(`input tag value`),
]);

/** No parameter of a handler's or a client's method has one of these names. */
export const RESERVED_AS_PARAMETERS: ReadonlySet<string> = new Set([...KEYWORDS, ...words(`invocation unfilled`)]);

/** What every object has. */
export const OBJECT_MEMBERS: ReadonlySet<string> = new Set(
  words(`
  __proto__ constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf
`),
);

/** No field of an exception has one of these names: they are `Error`'s own. */
export const RESERVED_IN_ERRORS: ReadonlySet<string> = new Set(words(`cause message name stack`));

/** Random IDL: structs, unions and exceptions of all types, with their enums and typedefs. */

import * as fc from "fast-check";

const BASE = ["bool", "i8", "i16", "i32", "i64", "double", "string", "binary"] as const;
type Base = (typeof BASE)[number];

export type Type =
  | { readonly kind: Base }
  | { readonly kind: "enum"; readonly name: string }
  /** Another name for the type. */
  | { readonly kind: "typedef"; readonly name: string; readonly of: Type }
  | { readonly kind: "list" | "set"; readonly of: Type }
  | { readonly kind: "map"; readonly key: Type; readonly value: Type }
  | { readonly kind: "struct"; readonly name: string };

export interface Field {
  readonly id: number;
  readonly name: string;
  readonly requiredness: "" | "required" | "optional";
  readonly type: Type;
  /** As the IDL spells it; empty: none. */
  readonly byDefault: string;
}

export interface Struct {
  readonly kind: "struct" | "union" | "exception";
  readonly name: string;
  readonly fields: readonly Field[];
}

/** By name, in the order of the file. */
export type Idl = ReadonlyMap<string, Struct>;

const ENUMS = new Map([
  ["Few", [0, 1, 2]],
  ["Sparse", [-1, 7, 100_000]],
]);

/** Beside those of the random structs. */
const TYPEDEFS: readonly (Type & { readonly kind: "typedef" })[] = [
  { kind: "typedef", name: "Number64", of: { kind: "i64" } },
  { kind: "typedef", name: "Words", of: { kind: "list", of: { kind: "string" } } },
  {
    kind: "typedef",
    name: "Index",
    of: { kind: "map", key: { kind: "enum", name: "Few" }, value: { kind: "binary" } },
  },
];

/** A few structs, each of which may contain those before it, and itself where it may be absent. */
export function idls(): fc.Arbitrary<Idl> {
  return fc
    .integer({ min: 3, max: 6 })
    .chain((count) =>
      fc
        .tuple(...Array.from({ length: count }, (_, index) => structs(index)))
        .map((all) => new Map(all.map((struct) => [struct.name, struct]))),
    );
}

function structs(index: number): fc.Arbitrary<Struct> {
  const before = Array.from({ length: index }, (_, other) => nameOf(other));
  return fc.constantFrom("struct" as const, "struct" as const, "union" as const, "exception" as const).chain((kind) =>
    fc
      .uniqueArray(fields(kind, nameOf(index), before), {
        selector: ({ id }) => id,
        minLength: kind === "union" ? 1 : 0,
        maxLength: 8,
      })
      .map((all) => ({ kind, name: nameOf(index), fields: all })),
  );
}

function nameOf(index: number): string {
  return `Random${index}`;
}

function fields(kind: Struct["kind"], self: string, before: readonly string[]): fc.Arbitrary<Field> {
  const requiredness = kind === "union" ? fc.constant("" as const) : fc.constantFrom("", "required", "optional");
  return fc.record({ id: IDS, requiredness, byDefault: fc.boolean() }).chain(({ id, requiredness, byDefault }) =>
    (requiredness === "optional" ? types([...before, self]) : types(before)).map((type) => ({
      id,
      name: `field${id}`,
      requiredness,
      type,
      // What has a default is always written: a struct that could contain itself there would never end.
      byDefault: byDefault && kind !== "union" && !containsStruct(type) ? (DEFAULTS[type.kind] ?? "") : "",
    })),
  );
}

export function containsStruct(type: Type): boolean {
  return (
    type.kind === "struct" ||
    ("of" in type && containsStruct(type.of)) ||
    ("value" in type && containsStruct(type.value))
  );
}

/** Neighbours, for compact's short headers, which take steps of 15, and steps that are too long for those. */
const IDS = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(1, 15, 16, 30, 31, 32) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 20 }) },
  { weight: 1, arbitrary: fc.integer({ min: 21, max: 700 }) },
);

/** A default must not change what is written. */
const DEFAULTS: { readonly [kind in Type["kind"]]?: string } = {
  bool: "true",
  i32: "-5",
  i64: "5000000000",
  double: "0.5",
  string: '"by default"',
  list: "[]",
  map: "{}",
};

function types(structNames: readonly string[]): fc.Arbitrary<Type> {
  const named = structNames.map((name): Type => ({ kind: "struct", name }));
  const { type } = fc.letrec<{ type: Type }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      { weight: 6, arbitrary: fc.oneof(KEYS, fc.constantFrom<Type>({ kind: "double" }, ...TYPEDEFS)) },
      ...(named.length > 0 ? [{ weight: 1, arbitrary: fc.constantFrom(...named) }] : []),
      { weight: 1, arbitrary: tie("type").map((of): Type => ({ kind: "list", of })) },
      { weight: 1, arbitrary: KEYS.map((of): Type => ({ kind: "set", of })) },
      { weight: 1, arbitrary: fc.tuple(KEYS, tie("type")).map(([key, value]): Type => ({ kind: "map", key, value })) },
    ),
  }));
  return type;
}

/**
 * What can be in a set or the key of a map in Python: it has no hash for structs and containers. Doubles are left out
 * because JavaScript's sets and maps take -0 for 0.
 */
const KEYS = fc.constantFrom<Type>(
  ...BASE.filter((kind) => kind !== "double").map((kind): Type => ({ kind })),
  ...[...ENUMS.keys()].map((name): Type => ({ kind: "enum", name })),
);

/** With a struct `Nothing` that knows no field. */
export function printIdl(idl: Idl): string {
  const enums = [...ENUMS].map(
    ([name, numbers]) => `enum ${name} { ${numbers.map((number, index) => `${name}${index} = ${number}`).join(", ")} }`,
  );
  const typedefs = TYPEDEFS.map(({ name, of }) => `typedef ${printType(of)} ${name}`);
  return [...enums, ...typedefs, ...[...idl.values()].map(printStruct), "struct Nothing {}", ""].join("\n");
}

function printStruct({ kind, name, fields }: Struct): string {
  const lines = fields.map(
    ({ id, name, requiredness, type, byDefault }) =>
      `  ${id}: ${requiredness} ${printType(type)} ${name}${byDefault === "" ? "" : ` = ${byDefault}`}\n`,
  );
  return `${kind} ${name} {\n${lines.join("")}}`;
}

function printType(type: Type): string {
  switch (type.kind) {
    case "enum":
    case "struct":
    case "typedef":
      return type.name;
    case "list":
    case "set":
      return `${type.kind}<${printType(type.of)}>`;
    case "map":
      return `map<${printType(type.key)}, ${printType(type.value)}>`;
    default:
      return type.kind;
  }
}

/** The numbers of an enum, and one that it does not name. */
export function numbersOf(name: string): readonly number[] {
  return [...(ENUMS.get(name) ?? []), 2_000_000_000];
}

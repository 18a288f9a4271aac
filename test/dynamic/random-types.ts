/** Arbitrary struct types, as .thrift text, with arbitrary values of theirs as JSON. */

import fc from "fast-check";
import { printJson } from "../../dynamic/json.js";
import { fromBytes, fromNumber } from "../../dynamic/scalars.js";

const BASE = ["bool", "i8", "i16", "i32", "i64", "double", "string", "binary", "uuid"] as const;
type Base = (typeof BASE)[number];

type Shape =
  | { readonly kind: Base | "enum" }
  | { readonly kind: "list" | "set"; readonly element: Shape }
  | { readonly kind: "map"; readonly key: Shape; readonly value: Shape }
  | StructShape;

export interface StructShape {
  readonly kind: "struct" | "union";
  readonly fields: readonly FieldShape[];
}

interface FieldShape {
  readonly requiredness: "required" | "optional" | "";
  readonly shape: Shape;
}

/** Names that mean something to JavaScript are as good as any. */
const NAMES = ["text", "__proto__", "constructor", "toJSON"] as const;
const MEMBERS: readonly (readonly [name: string, value: number])[] = [
  ["NONE", 0],
  ["__proto__", 1],
  ["constructor", -(2 ** 31)],
];

/** Of any kind, and nested in any way. */
export const anyStruct: fc.Arbitrary<StructShape> = fc.letrec<{ shape: Shape; struct: StructShape }>((tie) => ({
  shape: fc.oneof(
    { depthSize: "small" },
    fc.record({ kind: fc.constantFrom(...BASE, "enum" as const) }),
    fc.record({ kind: fc.constantFrom("list" as const, "set" as const), element: tie("shape") }),
    fc.record({ kind: fc.constant("map" as const), key: tie("shape"), value: tie("shape") }),
    tie("struct"),
  ),
  struct: fc.record({
    kind: fc.constantFrom("struct" as const, "union" as const),
    fields: fc.array(
      fc.record({
        requiredness: fc.constantFrom("required" as const, "optional" as const, "" as const),
        shape: tie("shape"),
      }),
      { minLength: 1, maxLength: NAMES.length },
    ),
  }),
})).struct;

/** A .thrift file that declares the struct as `Root`. */
export function idlOf(root: StructShape): string {
  const declarations = [`enum E { ${MEMBERS.map(([name, value]) => `${name} = ${value}`).join(", ")} }`];
  let count = 0;
  const typeText = (shape: Shape, name = `S${++count}`): string => {
    switch (shape.kind) {
      case "enum":
        return "E";
      case "list":
      case "set":
        return `${shape.kind}<${typeText(shape.element)}>`;
      case "map":
        return `map<${typeText(shape.key)}, ${typeText(shape.value)}>`;
      case "struct":
      case "union": {
        const fields = shape.fields.map(({ requiredness, shape: type }, index) => {
          const word = shape.kind === "union" ? "" : requiredness;
          return `${index + 1}: ${word} ${typeText(type)} ${NAMES[index]}`;
        });
        declarations.push(`${shape.kind} ${name} { ${fields.join(", ")} }`);
        return name;
      }
      default:
        return shape.kind;
    }
  };
  typeText(root, "Root");
  return declarations.join("\n");
}

/** Its values in the one way in which they are printed. */
export function valueOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case "bool":
      return fc.boolean();
    case "i8":
    case "i16":
    case "i32":
    case "i64":
      return integer(Number(shape.kind.slice(1)));
    case "double":
      return fc.double().map(fromNumber);
    case "string":
      return fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...NAMES));
    case "binary":
      return fc.uint8Array().map(fromBytes);
    case "uuid":
      return fc.uuid();
    case "enum":
      return fc.constantFrom(...MEMBERS.map(([name]) => name), fromNumber(77));
    case "list":
      return fc.array(valueOf(shape.element), SMALL);
    case "set":
      return fc.uniqueArray(valueOf(shape.element), { ...SMALL, selector: printJson });
    case "map": {
      const pair = fc.tuple(valueOf(shape.key), valueOf(shape.value));
      const pairs = fc.uniqueArray(pair, { ...SMALL, selector: ([key]) => printJson(key) });
      const isPairs = ["list", "set", "map", "struct", "union"].includes(shape.key.kind);
      return isPairs
        ? pairs
        : pairs.map((each) => Object.fromEntries(each.map(([key, value]) => [String(key), value])));
    }
    case "struct":
      return fc.tuple(...shape.fields.map(property)).map((entries) => Object.fromEntries(entries.flat()));
    case "union":
      return fc.oneof(
        ...shape.fields.map(({ shape: type }, index) =>
          valueOf(type).map((value) => ({ [NAMES[index] ?? ""]: value })),
        ),
      );
  }
}

const SMALL = { maxLength: 3 };

function integer(bits: number): fc.Arbitrary<unknown> {
  const end = 2n ** BigInt(bits - 1);
  return fc.bigInt({ min: -end, max: end - 1n }).map(fromNumber);
}

/** The entry of a struct's field; none for an optional one that is absent. */
function property(
  { requiredness, shape }: FieldShape,
  index: number,
): fc.Arbitrary<readonly (readonly [string, unknown])[]> {
  const entry = valueOf(shape).map((value) => [[NAMES[index] ?? "", value] as const]);
  return requiredness === "optional" ? fc.oneof(entry, fc.constant([])) : entry;
}

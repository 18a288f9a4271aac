/** Random values of random IDL, in the form that both languages take; see plain.ts. */

import * as fc from "fast-check";
import type { Plain } from "./plain.js";
import { containsStruct, type Field, type Idl, numbersOf, type Struct, type Type } from "./random-idl.js";

/** Where protocols differ in what has one spelling only. */
export interface Scalars {
  readonly strings: fc.Arbitrary<string>;
  readonly doubles: fc.Arbitrary<string | number>;
}

export const ANY_SCALARS: Scalars = {
  strings: fc.oneof(
    { weight: 30, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
    // Lengths of one byte, of two, and beyond the room that a writer begins with.
    { weight: 3, arbitrary: fc.constantFrom("x".repeat(127), "é".repeat(64)) },
    { weight: 1, arbitrary: fc.constant("€".repeat(6_000)) },
  ),
  // Of NaN there is one: what else its bits may say, JavaScript does not keep.
  doubles: fc.double().map((value) => (Number.isFinite(value) && !Object.is(value, -0) ? value : spell(value))),
};

/** Python writes 17 digits of every double, which 0.125 does not need, and control characters bare. */
export const ONE_SPELLING: Scalars = {
  strings: ANY_SCALARS.strings.map((text) => text.replaceAll(/[^\P{Cc}\b\t\n\f\r]/gu, "/")),
  doubles: fc.integer().map((eighths) => eighths / 8),
};

/** How deep structs may nest that contain themselves. */
const MAX_DEPTH = 3;

export function structValues(idl: Idl, struct: Struct, scalars: Scalars, depth = 0): fc.Arbitrary<Plain> {
  const valueOf = (field: Field): fc.Arbitrary<Plain> => values(idl, field.type, scalars, depth + 1);
  if (struct.kind === "union") {
    const shallow = struct.fields.filter(({ type }) => depth < MAX_DEPTH || !containsStruct(type));
    const variants = shallow.length > 0 ? shallow : struct.fields;
    return fc.oneof(...variants.map((field) => valueOf(field).map((value) => ({ [field.name]: value }))));
  }
  const always = struct.fields.filter(isAlwaysWritten);
  const perhaps = depth < MAX_DEPTH ? struct.fields.filter((field) => !isAlwaysWritten(field)) : [];
  const arbitraries = Object.fromEntries([...always, ...perhaps].map((field) => [field.name, valueOf(field)]));
  return fc.record(arbitraries, { requiredKeys: always.map(({ name }) => name) });
}

/** A field that is not optional always has a value in TypeScript; Python gives one that is unset its default. */
function isAlwaysWritten({ requiredness, byDefault }: Field): boolean {
  return requiredness !== "optional" || byDefault !== "";
}

function values(idl: Idl, type: Type, scalars: Scalars, depth: number): fc.Arbitrary<Plain> {
  const maxLength = depth > 2 || containsStruct(type) ? 2 : 17;
  const inside = (of: Type): fc.Arbitrary<Plain> => values(idl, of, scalars, depth + 1);
  switch (type.kind) {
    case "bool": return fc.boolean(); // prettier-ignore
    case "i8": return fc.integer({ min: -0x80, max: 0x7f }); // prettier-ignore
    case "i16": return fc.integer({ min: -0x8000, max: 0x7fff }); // prettier-ignore
    case "i32": return fc.integer(); // prettier-ignore
    case "i64": return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String); // prettier-ignore
    case "double": return scalars.doubles; // prettier-ignore
    case "string": return scalars.strings; // prettier-ignore
    case "binary": return fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("hex")); // prettier-ignore
    case "enum": return fc.constantFrom(...numbersOf(type.name)); // prettier-ignore
    case "typedef": return values(idl, type.of, scalars, depth); // prettier-ignore
    case "list": return lists(inside(type.of), maxLength); // prettier-ignore
    case "set": return fc.uniqueArray(inside(type.of), { maxLength }); // prettier-ignore
    case "map": return fc.uniqueArray(fc.tuple(inside(type.key), inside(type.value)), { maxLength, selector: ([key]) => key }); // prettier-ignore
    case "struct": return structValues(idl, idl.get(type.name)!, scalars, depth); // prettier-ignore
  }
}

/** Compact writes the size of up to 14 elements in another way than that of more. */
function lists(elements: fc.Arbitrary<Plain>, maxLength: number): fc.Arbitrary<Plain> {
  const any = fc.array(elements, { maxLength });
  if (maxLength < 15) return any;
  const edge = fc.array(elements, { minLength: 14, maxLength: 15 });
  return fc.oneof({ weight: 5, arbitrary: any }, { weight: 1, arbitrary: edge });
}

function spell(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

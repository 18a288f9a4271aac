/** Turns plain values of random IDL into those that our generated codecs take. */

import type { Plain } from "./plain.js";
import type { Idl, Type } from "./random-idl.js";

/** What `types.ts` of the generated module exports: classes of exceptions, among others. */
export type TypesModule = Readonly<Record<string, unknown>>;

export function typedStruct(idl: Idl, types: TypesModule, name: string, plain: Plain): unknown {
  const { kind, fields } = idl.get(name)!;
  const given = plain as { readonly [field: string]: Plain };
  const entries = fields
    .filter((field) => field.name in given)
    .map((field) => [field.name, typed(idl, types, field.type, given[field.name]!)] as const);
  if (kind === "union") return { kind: entries[0]![0], value: entries[0]![1] };
  const value: unknown = Object.fromEntries(entries);
  if (kind === "struct") return value;
  return Reflect.construct(types[name] as new (fields: unknown) => Error, [value]);
}

function typed(idl: Idl, types: TypesModule, type: Type, plain: Plain): unknown {
  const inside = (of: Type, value: Plain): unknown => typed(idl, types, of, value);
  switch (type.kind) {
    case "i64": return BigInt(plain as string); // prettier-ignore
    case "double": return Number(plain); // prettier-ignore
    case "binary": return new Uint8Array(Buffer.from(plain as string, "hex")); // prettier-ignore
    case "typedef": return inside(type.of, plain); // prettier-ignore
    case "list": return (plain as Plain[]).map((element) => inside(type.of, element)); // prettier-ignore
    case "set": return new Set((plain as Plain[]).map((element) => inside(type.of, element))); // prettier-ignore
    case "map": return new Map((plain as [Plain, Plain][]).map(([key, value]) => [inside(type.key, key), inside(type.value, value)])); // prettier-ignore
    case "struct": return typedStruct(idl, types, type.name, plain); // prettier-ignore
    default: return plain; // prettier-ignore
  }
}

/** Values of generated code as JSON, in the one form that Python's side (python/plain.py) makes and takes as well. */

/**
 * An i64 is a string of digits, a binary is hex, NaN, the infinities and -0 are strings; lists and sets are arrays, maps
 * are arrays of pairs, in their order; structs are objects of the fields that are set.
 */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [field: string]: Plain };

export function toPlain(value: unknown): Plain {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? value : numberToText(value);
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (value instanceof Map) return [...value].map(([key, of]) => [toPlain(key), toPlain(of)]);
  if (Array.isArray(value) || value instanceof Set) return [...value].map(toPlain);
  if (typeof value !== "object") throw new TypeError(`A ${typeof value} is no value of Thrift's`);
  const set = Object.entries(value).filter(([, of]) => of !== undefined);
  return Object.fromEntries(set.map(([field, of]) => [field, toPlain(of)]));
}

function numberToText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

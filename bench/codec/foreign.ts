/** Turns a value of our types into one of another library's. */

/**
 * A copy in which every bigint is what the library takes for an i64, and every Map is an object unless it may stay.
 */
export function foreign(value: unknown, int64: (value: bigint) => unknown, keepMaps = false): unknown {
  const convert = (each: unknown): unknown => foreign(each, int64, keepMaps);
  if (typeof value === "bigint") return int64(value);
  if (Array.isArray(value)) return value.map(convert);
  if (value instanceof Map) return keepMaps ? value : Object.fromEntries(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, convert(each)]));
}

/** The bytes of an i64, as `node-int64` and its like are made of them. */
export function int64Bytes(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}

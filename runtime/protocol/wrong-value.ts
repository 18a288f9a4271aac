/**
 * The error for a value that does not fit its IDL type: TypeScript stops most of them, JavaScript callers none.
 * A number out of range is a RangeError, anything else a TypeError.
 * @param where the field as far as it is known, such as `Post.text`; may be empty
 * @param expected such as `a string`
 */
export function wrongValue(where: string, expected: string, got: unknown): TypeError | RangeError {
  const message = `${where === "" ? "A value" : where} must be ${expected}, got ${describe(got)}`;
  const isNumber = typeof got === "number" || typeof got === "bigint";
  return isNumber && expected.startsWith("an integer") ? new RangeError(message) : new TypeError(message);
}

function describe(value: unknown): string {
  if (typeof value === "string") return `the string ${JSON.stringify(value.slice(0, 60))}`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "object" && value !== null) return `an object (${value.constructor?.name ?? "no class"})`;
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  return String(value);
}

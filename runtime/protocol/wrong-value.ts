/** The error for a value that does not fit its IDL type: TypeScript stops most of them, JavaScript callers none. */

/**
 * A number out of range is a RangeError, anything else a TypeError.
 * @param subject "A value", "A list" ...: what stands there until somebody says which field it is, see `ofField`
 * @param expected such as `a string`
 */
export function wrongValue(subject: string, expected: string, got: unknown): TypeError | RangeError {
  const message = `${subject} must be ${expected}, got ${describe(got)}`;
  const isNumber = typeof got === "number" || typeof got === "bigint";
  return isNumber && expected.startsWith("an integer") ? new RangeError(message) : new TypeError(message);
}

/**
 * The same error with the field's name in it; the error as it is if it is no such error.
 * @param find finds the field's name, such as `Post.text`
 */
export function ofField(error: unknown, find: () => string): unknown {
  if (!(error instanceof TypeError || error instanceof RangeError) || !SUBJECT.test(error.message)) return error;
  const message = error.message.replace(SUBJECT, find);
  return error instanceof RangeError ? new RangeError(message) : new TypeError(message);
}

const SUBJECT = /^A (?:value|list|set|map)(?= must be )/;

function describe(value: unknown): string {
  if (typeof value === "string") return `the string ${JSON.stringify(value.slice(0, 60))}`;
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "object" && value !== null) return `an object (${value.constructor?.name ?? "no class"})`;
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  return String(value);
}

/** The error for a value that does not fit its IDL type: TypeScript stops most of them, JavaScript callers none. */

/**
 * @param where the field as far as it is known, such as `Post.text`; may be empty
 * @param expected such as `a string`
 */
export function wrongValue(where: string, expected: string, got: unknown): TypeError | RangeError {
  const message = `${where === "" ? "The value" : where} must be ${expected}, got ${describe(got)}`;
  const inKind = expected.includes("integer") && (typeof got === "number" || typeof got === "bigint");
  return inKind ? new RangeError(message) : new TypeError(message);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  switch (typeof value) {
    case "string": return `the string ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`; // prettier-ignore
    case "number": return String(value); // prettier-ignore
    case "bigint": return `${value}n`; // prettier-ignore
    case "boolean": return String(value); // prettier-ignore
    case "object": return `an object (${value.constructor?.name ?? "without a class"})`; // prettier-ignore
    default: return `a ${typeof value}`; // prettier-ignore
  }
}

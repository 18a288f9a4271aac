/** The `Idempotency-Key` of a plain Thrift client: what it wants its call to be known by. */

import { ApplicationException, ApplicationExceptionType } from "../protocol/application-exception.js";

/** An ID may be a stranger's choice: what could not be said in a log or typed into a shell is none. */
export function isSayable(id: string): boolean {
  return /^[!-~]{1,128}$/.test(id);
}

/**
 * The key that a header holds, in quotation marks, as the IETF's draft has it, or bare: both are the same key.
 * @throws ApplicationException if it holds none that can be used: a call that was to happen once must not get another ID
 */
export function readIdempotencyKey(header: string): string {
  const [, quoted] = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header) ?? [];
  const key = quoted === undefined ? header : quoted.replaceAll(/\\(.)/g, "$1");
  if (isSayable(key) && (quoted !== undefined || !key.startsWith('"'))) return key;
  throw new ApplicationException(
    ApplicationExceptionType.REFUSED,
    "The Idempotency-Key is not one that can be used: it has 1 to 128 characters of ASCII without spaces, in quotation " +
      "marks or without, and stands in one header. Nothing was executed.",
  );
}

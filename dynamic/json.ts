/**
 * JSON texts in which no digit is lost: every number is a `LosslessNumber`, which keeps its text. Everything else is as
 * `JSON.parse` makes it.
 */

import { isLosslessNumber, parse, stringify } from "lossless-json";
import { UserError } from "../generator/user-error.js";

export { isLosslessNumber, LosslessNumber } from "lossless-json";

/**
 * @param what the text is, for messages
 * @throws UserError if it is no JSON, or has a key twice
 */
export function parseJson(text: string, what: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError(`${what} are no JSON: ${error.message}`);
    if (error instanceof RangeError) throw new UserError(`${what} nest too deeply`);
    throw error;
  }
}

/** On several lines, for people; without a newline at its end. */
export function printJson(json: unknown): string {
  return stringify(json, undefined, 2) ?? "null";
}

/** What a value is, for messages. */
export function describeJson(json: unknown): string {
  if (Array.isArray(json)) return "an array";
  if (typeof json === "string") return JSON.stringify(json.length > 60 ? `${json.slice(0, 60)}...` : json);
  return isObject(json) ? "an object" : String(json);
}

/** Whether it is an object in the text: numbers are objects here, too. */
export function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null && !Array.isArray(json) && !isLosslessNumber(json);
}

import { ProtocolError } from "./protocol-error.js";

/** The value of a required field, or the error that names it. */
export function required<T>(value: T | undefined, where: string): T {
  if (value === undefined) throw new ProtocolError(`The required field ${where} is missing`);
  return value;
}

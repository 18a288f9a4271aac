import { ProtocolError } from "./protocol-error.js";

/**
 * The value of a union that has been read.
 * @throws ProtocolError when no field of it was set, or only one that this IDL does not know
 */
export function onlyField<T>(value: T | undefined, union: string): T {
  if (value === undefined) throw new ProtocolError(`The union ${union} has no field set that this IDL knows`);
  return value;
}

/** How much a message may ask of whoever reads it, and the errors for one that asks more. */

import { ProtocolError } from "./protocol-error.js";

/**
 * Limits of one message. Whatever they are, nothing is made room for that cannot be in the bytes that are there; these
 * bound what that leaves open: an empty struct is one byte in a message and a hundred in memory.
 */
export interface Limits {
  /** The whole message, in bytes; checked by whoever receives it, before it is all in memory. */
  readonly messageBytes: number;
  /** One string or binary, in bytes: as UTF-8 and without base64, whatever the protocol. */
  readonly stringBytes: number;
  /** The elements of all containers together; an entry of a map counts as one. */
  readonly elements: number;
  /** How many structs are in each other; of what is skipped, also containers. At most `MAX_DEPTH`. */
  readonly depth: number;
}

/** What Apache's libraries read, and all that is ever written. */
export const MAX_DEPTH = 64;

/** For what a stranger has sent. */
export const DEFAULT_LIMITS: Limits = {
  messageBytes: 16 * 1024 * 1024,
  stringBytes: 16 * 1024 * 1024,
  elements: 1024 * 1024,
  depth: MAX_DEPTH,
};

/** For what this program has written, or has asked for: its own records, and replies. */
export const NO_LIMITS: Limits = {
  messageBytes: Infinity,
  stringBytes: 0x7fffffff,
  elements: Infinity,
  depth: MAX_DEPTH,
};

export function tooDeep(depth: number): ProtocolError {
  return new ProtocolError(`The message nests more than ${depth} levels deep`);
}

export function tooManyElements(elements: number): ProtocolError {
  return new ProtocolError(`The containers of the message have more than ${elements} elements, which is the limit`);
}

export function badLength(length: number, stringBytes: number): ProtocolError {
  return new ProtocolError(`A string or binary has the length ${length}; it may have 0 to ${stringBytes} bytes`);
}

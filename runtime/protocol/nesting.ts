/** How deep the structs and containers of a message may nest, and the error for one that goes deeper. */

import { ProtocolError } from "./protocol-error.js";

/** The limit of Apache's libraries. */
export const MAX_DEPTH = 64;

export function tooDeep(): ProtocolError {
  return new ProtocolError(`The message nests more than ${MAX_DEPTH} levels deep`);
}

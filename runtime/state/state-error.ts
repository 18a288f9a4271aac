import { RefusedError } from "../refused-error.js";

/**
 * What is stored is not what the IDL says: it was written by code with another IDL, or is damaged. Reading it again
 * changes nothing. A refusal, not a fault: once the IDL is mended, the invocation can go on.
 */
export class StateError extends RefusedError {
  override readonly name = "StateError";
}

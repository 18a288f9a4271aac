/**
 * What is stored is not what the IDL says: it was written by code with another IDL, or is damaged. Reading it again
 * changes nothing.
 */
export class StateError extends Error {
  override readonly name = "StateError";
}

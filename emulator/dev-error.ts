/** Something the user can put right: shown as one message, without a stack. */
export class DevError extends Error {
  override readonly name = "DevError";
}

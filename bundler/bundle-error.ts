/** Something in the user's code that cannot be bundled: shown as one message, without a stack. */
export class BundleError extends Error {
  override readonly name = "BundleError";
}

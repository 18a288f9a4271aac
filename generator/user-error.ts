/** A mistake of the user's that no place in an IDL shows: a folder that cannot be written, a template that is wrong. */
export class UserError extends Error {
  override readonly name = "UserError";
}

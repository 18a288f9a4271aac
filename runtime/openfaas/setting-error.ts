/** A setting that makes no sense: the message says which, and what one looks like. It never shows a secret. */
export class SettingError extends Error {
  override readonly name = "SettingError";
}

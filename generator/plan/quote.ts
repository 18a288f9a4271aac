/** The only way in which text from an IDL gets into generated code outside comments and identifiers. */

/** A string literal of TypeScript. */
export function quote(text: string): string {
  return JSON.stringify(text);
}

/** From an offset in a text to the line and column that editors show. */

export interface Location {
  /** From 1. Lines end at "\n". */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors and language servers count. */
  readonly column: number;
}

/** Line and column of an offset; an offset outside the text counts as its nearest end. */
export function locate(text: string, offset: number): Location {
  const end = Math.max(0, Math.min(offset, text.length));
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf("\n"); next !== -1 && next < end; next = text.indexOf("\n", next + 1)) {
    line++;
    lineStart = next + 1;
  }
  return { line, column: end - lineStart + 1 };
}

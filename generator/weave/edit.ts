/** Changes to a text at places of it, so that all else stays as it is. */

/** Offsets into the text; nothing is replaced where both are the same. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** @param edits that do not overlap */
export function edit(text: string, edits: readonly Edit[]): string {
  let [edited, at] = ["", 0];
  for (const { start, end, text: replacement } of edits.toSorted((a, b) => a.start - b.start)) {
    edited += text.slice(at, start) + replacement;
    at = end;
  }
  return edited + text.slice(at);
}

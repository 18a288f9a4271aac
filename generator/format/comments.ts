/** Where comments go, and what their text becomes: only blanks at the ends of lines and before them ever change. */
import type { Comment, Lexeme } from "../parse/lexeme.js";

/**
 * The comments that stay behind what ends at `after`, and those that stand above the lexeme. A comment documents what it
 * stands behind or above, so one that touches both neighbours goes to the next, as it does for the parser.
 */
export function splitComments(
  text: string,
  after: number | undefined,
  { comments, start, kind }: Lexeme,
): readonly [behind: readonly Comment[], above: readonly Comment[]] {
  const first = comments.findIndex(
    (comment) =>
      after === undefined ||
      breaks(text, after, comment.start) > 0 ||
      (comment.kind === "block" && kind !== "end" && breaks(text, comment.end, start) === 0),
  );
  return first === -1 ? [comments, []] : [comments.slice(0, first), comments.slice(first)];
}

/** How many line breaks stand between two places. */
export function breaks(text: string, from: number, to: number): number {
  return text.slice(from, to).split("\n").length - 1;
}

/** The comment as it stands, without blanks at the ends of its lines. */
export function commentText(text: string, { start, end }: Comment): string {
  const lines = text.slice(start, end).split("\n");
  return lines.map((line) => line.trimEnd()).join("\n");
}

/** The comment with its lines moved to the column that it will stand in; what they say and how they line up stays. */
export function movedComment(text: string, comment: Comment, column: number): string {
  const [first = "", ...rest] = commentText(text, comment).split("\n");
  if (rest.length === 0) return first;
  if (rest.every((line) => /^\s*(?:\*|$)/.test(line))) {
    const stars = rest.map((line) => (line === "" ? "" : `${" ".repeat(column)} ${line.trimStart()}`));
    return [first, ...stars].join("\n");
  }
  const before = text.slice(text.lastIndexOf("\n", comment.start - 1) + 1, comment.start);
  const indents = rest.filter((line) => line !== "").map((line) => /^\s*/.exec(line)?.[0] ?? "");
  if (![before, ...indents].every((indent) => /^ *$/.test(indent))) return [first, ...rest].join("\n");
  const shift = Math.max(column - before.length, -Math.min(...indents.map((indent) => indent.length)));
  const moved = rest.map((line) => {
    if (line === "") return "";
    return shift < 0 ? line.slice(-shift) : " ".repeat(shift) + line;
  });
  return [first, ...moved].join("\n");
}

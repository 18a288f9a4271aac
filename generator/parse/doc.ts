/** Doc comments: which comments belong to a declaration, and their text without the comment marks. */
import type { Comment, Lexeme } from "./lexeme.js";

/** Where a declaration stands among its neighbours; offsets into the text. */
interface Surroundings {
  readonly first: Lexeme;
  /** Where the lexeme before the first one ends; undefined at the start of the file. */
  readonly after: number | undefined;
  /** Where the declaration ends, its separator included. */
  readonly end: number;
  readonly next: Lexeme;
}

/** What stands directly above (or before) the declaration, then what stands behind it on its last line. */
export function describeDoc(text: string, { first, after, end, next }: Surroundings): string | undefined {
  if (first.comments.length === 0 && next.comments.length === 0) return undefined;
  // A comment behind the declaration before belongs to that one.
  const before = lineBreaks(text, after ?? 0, first.start);
  const above = first.comments.filter(
    (comment) => after === undefined || before.first < comment.start || before.last < comment.end,
  );
  const beyond = lineBreaks(text, end, next.start);
  const behind = next.comments.filter(
    (comment) =>
      beyond.first >= comment.start && (comment.kind === "line" || next.kind === "end" || beyond.last >= comment.end),
  );
  const parts = [commentText(text, directlyAbove(text, above, first.start)), commentText(text, behind)];
  const doc = parts.filter((part) => part !== "").join("\n");
  return doc === "" ? undefined : doc;
}

/** Where the first and the last line break between two offsets are; without one, behind and before all that stands there. */
function lineBreaks(text: string, from: number, to: number): { readonly first: number; readonly last: number } {
  const between = text.slice(from, to);
  const first = between.indexOf("\n");
  return first === -1 ? { first: to, last: -1 } : { first: from + first, last: from + between.lastIndexOf("\n") };
}

/** The text of a `/** ... *\/` block at the top of a file that describes the file: one that no declaration claims. */
export function describeFile(text: string, first: Lexeme, firstIsDeclaration: boolean): string | undefined {
  const block = first.comments.find(({ start }) => text.startsWith("/**", start));
  if (block === undefined) return undefined;
  if (firstIsDeclaration && directlyAbove(text, first.comments, first.start).includes(block)) return undefined;
  return commentText(text, [block]) || undefined;
}

/** One block comment, or a run of line comments, with no empty line in between or below. */
function directlyAbove(text: string, comments: readonly Comment[], start: number): Comment[] {
  const run: Comment[] = [];
  let below = start;
  for (const comment of comments.toReversed()) {
    const emptyLineBetween = text.slice(comment.end, below).split("\n").length > 2;
    if (emptyLineBetween || (run.length > 0 && comment.kind === "block")) break;
    run.push(comment);
    if (comment.kind === "block") break;
    below = comment.start;
  }
  return run.reverse();
}

/** Without marks, stars, common indentation and trailing blanks; rulers (`// ------`) become nothing. */
function commentText(text: string, comments: readonly Comment[]): string {
  const lines = comments.flatMap(({ start, end, kind }) => {
    const source = text.slice(start, end).replaceAll("\r", "");
    return kind === "line" ? [source.replace(/^(?:\/+|#+)/, "")] : blockLines(source);
  });
  return dedent(lines)
    .map((line) => line.trimEnd())
    .filter((line) => !/^[-=*#/~_]{3,}$/.test(line))
    .join("\n")
    .replace(/^\n+|\n+$/g, "");
}

function blockLines(source: string): string[] {
  const [first = "", ...rest] = source
    .replace(/^\/\*+/, "")
    .replace(/\**\/$/, "")
    .split("\n");
  const starred = rest.every((line) => /^\s*(?:\*|$)/.test(line));
  const others = starred ? rest.map((line) => line.replace(/^\s*\*/, "")) : rest;
  // The first line stands behind the opening mark, so its indentation says nothing about the others'.
  return first.trim() === "" ? others : [first.trim(), ...dedent(others)];
}

function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const indent = indents.reduce((least, next) => Math.min(least, next), Infinity);
  return lines.map((line) => line.slice(indent));
}

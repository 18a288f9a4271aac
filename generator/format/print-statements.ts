/** Statements as text: what fits stays on one line, comments keep the neighbours that they speak of. */
import type { Comment, Lexeme } from "../parse/lexeme.js";
import { breaks, commentText, movedComment, splitComments } from "./comments.js";
import { firstLexeme, type Group, type Item, type Node, type Statement, type Token } from "./layout.js";

const WIDTH = 120;
const INDENT = 2;
/** Of what a line comment in the middle of an item pushes to the next line. */
const CONTINUATION = 4;

/** @param end the lexeme at the end of the file, which has the last comments */
export function printStatements(text: string, statements: readonly Statement[], end: Lexeme): string {
  const printer = new Printer(text);
  let before: Statement["kind"] | undefined;
  for (const { item, kind } of statements) {
    const first = firstLexeme(item);
    if (first === undefined) continue;
    const apart = before !== undefined && (before !== kind || kind === "block");
    printer.beginLine(first, 0, apart ? "forced" : "kept");
    printer.item(item, 0);
    before = kind;
  }
  return printer.finish(end);
}

/** What becomes of an empty line above a line: kept, put there, or dropped at the top or the bottom of a body. */
type Empty = "kept" | "forced" | "top" | "bottom";

class Printer {
  readonly #text: string;
  #out = "";
  #lineStart = 0;
  /** Where the last lexeme that was printed ends in the source. */
  #after: number | undefined;
  /** Nothing but the indentation stands on the line, so no space is needed. */
  #isFresh = true;
  /** An opening bracket was printed last. */
  #isOpen = false;

  constructor(text: string) {
    this.#text = text;
  }

  finish(end: Lexeme): string {
    const [behind, above] = splitComments(this.#text, this.#after, end);
    this.#commentsAround(behind, above, end, 0, "kept");
    return this.#out === "" ? "" : `${this.#out}\n`;
  }

  /** Ends the line with the comments that belong to it, writes those above the lexeme, and indents for the lexeme. */
  beginLine(lexeme: Lexeme, indent: number, empty: Empty): void {
    const [behind, above] = splitComments(this.#text, this.#after, lexeme);
    // Those above a closing bracket are still inside.
    const commentIndent = empty === "bottom" ? indent + INDENT : indent;
    const last = this.#commentsAround(behind, above, lexeme, commentIndent, empty);
    this.#newLine(indent, last);
  }

  /** Returns whether there is to be an empty line between the last comment and the lexeme. */
  #commentsAround(
    behind: readonly Comment[],
    above: readonly Comment[],
    lexeme: Lexeme,
    indent: number,
    empty: Empty,
  ): boolean {
    for (const comment of behind) this.#write(`${this.#isFresh ? "" : " "}${commentText(this.#text, comment)}`);
    let from = behind.at(-1)?.end ?? this.#after ?? 0;
    const gaps = [...above, lexeme].map(({ start, end }) => {
      const isEmpty = breaks(this.#text, from, start) > 1;
      from = end;
      return isEmpty;
    });
    if (empty === "forced" && !gaps.includes(true)) gaps[0] = true;
    if (empty === "top") gaps[0] = false;
    if (empty === "bottom") gaps[gaps.length - 1] = false;
    for (const [index, comment] of above.entries()) {
      this.#newLine(indent, gaps[index] ?? false);
      this.#write(movedComment(this.#text, comment, indent));
    }
    return gaps.at(-1) ?? false;
  }

  /** What is printed begins on a line that is its own. */
  item(item: Item, indent: number): void {
    for (const [index, node] of item.entries()) {
      const isFirst = index === 0;
      if (node.kind === "token") this.#token(node, indent, isFirst);
      else this.#group(node, indent, isFirst, widthOfTail(this.#text, item.slice(index + 1)));
    }
  }

  #group(group: Group, indent: number, isFirst: boolean, tail: number): void {
    const { open, items, close, isBody } = group;
    this.#token(open, indent, isFirst);
    const inside = widthOfNode(group, false) - widthOfLexeme(open.lexeme, false);
    const isEmpty = items.length === 0 && close.comments.length === 0;
    const fits = this.#out.length - this.#lineStart + inside + tail <= WIDTH;
    if (isEmpty || (!isBody && fits && !mustBreak(this.#text, group))) {
      this.#flatItems(group, indent);
      return;
    }
    for (const [index, item] of items.entries()) {
      const first = firstLexeme(item);
      if (first === undefined) continue;
      this.beginLine(first, indent + INDENT, index === 0 ? "top" : "kept");
      this.item(item, indent + INDENT);
    }
    this.beginLine(close, indent, "bottom");
    this.#lexemeText(close);
  }

  #flatItems(group: Group, indent: number): void {
    for (const [index, item] of group.items.entries()) this.#flat(item, indent, index > 0 || isAiry(group));
    this.#lexeme(group.close, indent, isAiry(group));
  }

  /** An item of a group that is all on one line. */
  #flat(item: Item, indent: number, spaced: boolean): void {
    for (const [index, node] of item.entries()) {
      const token = node.kind === "group" ? node.open : node;
      this.#lexeme(token.lexeme, indent, index === 0 ? spaced : token.spaced);
      if (node.kind === "group") this.#flatItems(node, indent);
    }
  }

  #token({ lexeme, spaced }: Token, indent: number, isFirst: boolean): void {
    if (isFirst) this.#lexemeText(lexeme);
    else this.#lexeme(lexeme, indent, spaced);
  }

  /** A lexeme in the middle of a line, behind its comments. */
  #lexeme(lexeme: Lexeme, indent: number, spaced: boolean): void {
    const { comments, kind } = lexeme;
    for (const comment of comments) {
      this.#write(`${this.#isFresh || this.#isOpen ? "" : " "}${commentText(this.#text, comment)}`);
      if (comment.kind === "line") this.#newLine(indent + CONTINUATION, false);
    }
    const needsSpace = spaced || (comments.length > 0 && kind !== "punctuation");
    if (needsSpace && !this.#isFresh) this.#write(" ");
    this.#lexemeText(lexeme);
  }

  #lexemeText({ start, end }: Lexeme): void {
    this.#write(this.#text.slice(start, end));
    this.#after = end;
    this.#isOpen = end - start === 1 && "([{".includes(this.#text.charAt(start));
  }

  #newLine(indent: number, emptyLine: boolean): void {
    if (this.#out !== "") this.#out += emptyLine ? "\n\n" : "\n";
    this.#lineStart = this.#out.length;
    this.#out += " ".repeat(indent);
    this.#isFresh = true;
  }

  #write(text: string): void {
    this.#out += text;
    const newline = text.lastIndexOf("\n");
    if (newline !== -1) this.#lineStart = this.#out.length - text.length + newline + 1;
    this.#isFresh = false;
    this.#isOpen = false;
  }
}

/** `{ 1: 2 }`, but `[1]` and `(1: i32 a)`. */
function isAiry({ open, items }: Group): boolean {
  return items.length > 0 && open.lexeme.text === "{";
}

/** @param spaced whether a space stands before the first node, which knows that of a place in the middle only */
function widthOfItem(item: Item, spaced?: boolean): number {
  return item.reduce((sum, node, index) => {
    const isSpaced = node.kind === "group" ? node.open.spaced : node.spaced;
    return sum + widthOfNode(node, index === 0 ? (spaced ?? isSpaced) : isSpaced);
  }, 0);
}

/** What stands behind a group on its line, up to the next group: whatever becomes of that one, its bracket stands there. */
function widthOfTail(text: string, nodes: Item): number {
  let width = 0;
  for (const node of nodes) {
    const { lexeme, spaced } = node.kind === "group" ? node.open : node;
    if (lexeme.comments.some((comment) => endsLine(text, comment))) break;
    width += widthOfLexeme(lexeme, spaced);
    if (node.kind === "group") break;
  }
  return width;
}

function widthOfNode(node: Node, spaced: boolean): number {
  if (node.kind === "token") return widthOfLexeme(node.lexeme, spaced);
  const airy = isAiry(node);
  const items = node.items.reduce((sum, item, index) => sum + widthOfItem(item, index > 0 || airy), 0);
  return widthOfLexeme(node.open.lexeme, spaced) + items + widthOfLexeme(node.close, airy);
}

function widthOfLexeme({ comments, start, end }: Lexeme, spaced: boolean): number {
  const withComments = comments.reduce((sum, comment) => sum + 1 + comment.end - comment.start, 0);
  return withComments + (spaced ? 1 : 0) + end - start;
}

/**
 * What keeps a group from standing on one line: a separator behind its last item, which is how its author asks for lines;
 * comments that end a line; and those around an item that would come to stand closer to it than they do.
 */
function mustBreak(text: string, { open, items, close }: Group): boolean {
  const last = items.at(-1)?.at(-1);
  if (last?.kind === "token" && /^[,;]$/.test(last.lexeme.text) && last.lexeme.kind === "punctuation") return true;
  let after = open.lexeme.end;
  const boundary = ({ comments, start }: Lexeme): boolean =>
    comments.some((comment) => breaks(text, after, comment.start) + breaks(text, comment.end, start) > 0);
  for (const item of items) {
    const first = firstLexeme(item);
    if (first !== undefined && boundary(first)) return true;
    for (const lexeme of lexemesOf(item)) {
      if (lexeme.comments.some((comment) => endsLine(text, comment))) return true;
      after = lexeme.end;
    }
    if (item.some((node) => node.kind === "group" && mustBreak(text, node))) return true;
  }
  return boundary(close) || close.comments.some((comment) => endsLine(text, comment));
}

function endsLine(text: string, { kind, start, end }: Comment): boolean {
  return kind === "line" || breaks(text, start, end) > 0;
}

function* lexemesOf(item: Item): Generator<Lexeme> {
  for (const node of item) {
    if (node.kind === "token") yield node.lexeme;
    else {
      yield node.open.lexeme;
      for (const inner of node.items) yield* lexemesOf(inner);
      yield node.close;
    }
  }
}

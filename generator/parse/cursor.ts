/**
 * Walks the lexemes and writes the tokens for the parser behind. `take` passes a lexeme on, `skip` leaves it out, so
 * that what the grammar of @creditkarma/thrift-parser refuses though valid never reaches it.
 */
import { SyntaxType, type Token } from "@creditkarma/thrift-parser";
import type { Report } from "../diagnostics/report.js";
import type { Code } from "../diagnostics/codes.js";
import type { Diagnostic, Span } from "../model.js";
import { describeDoc } from "./doc.js";
import { baseTypes, isKeyword, otherWords, punctuationTypes, statementWords } from "./keywords.js";
import type { Lexeme } from "./lexeme.js";
import type { Name, NamespaceSyntax } from "./syntax.js";

/** What a message can have besides. */
type More = Partial<Pick<Diagnostic<Code>, "code" | "hint" | "related">>;

/** Ends what is being read; `attempt` reports it and goes on behind it. */
export class SyntaxFailure extends Error {
  readonly diagnostic: Diagnostic<Code> | undefined;

  /** @param diagnostic absent when the lexer has already reported the cause */
  constructor(diagnostic: Diagnostic<Code> | undefined) {
    super(diagnostic?.message);
    this.diagnostic = diagnostic;
  }
}

export class Cursor {
  readonly file: string;
  readonly report: Report;
  /** Of the statement that is being read. */
  tokens: Token[] = [];
  /** Doc comments by where the documented name starts. */
  readonly docs = new Map<number, string>();
  /** Where each bracket of a constant opens, by where it closes: the parser behind keeps only the latter. */
  readonly openings = new Map<number, number>();
  readonly namespaces: NamespaceSyntax[] = [];
  /** What `cpp_include` names. */
  readonly cppIncludes: Name[] = [];
  /** The definitions of which a part could not be read, by where their name starts. */
  readonly partial = new Set<number>();
  /** The names of definitions that could not be read. */
  readonly lost = new Set<string>();
  /** False when something is lost of which not even the name is known. */
  complete = true;
  /** The name of the definition that is being read, once it is known. */
  declaring: Lexeme | undefined;
  current: Lexeme;
  readonly #text: string;
  readonly #next: () => Lexeme;
  /** From the last one before the statement to the last one that was looked at. */
  readonly #lexemes: Lexeme[];
  #index = 0;

  /** @param next gives the lexemes of the text, one after the other */
  constructor(file: string, text: string, next: () => Lexeme, report: Report) {
    this.file = file;
    this.report = report;
    this.#text = text;
    this.#next = next;
    this.current = next();
    this.#lexemes = [this.current];
  }

  get previous(): Lexeme | undefined {
    return this.#lexemes[this.#index - 1];
  }

  peek(distance: number): Lexeme {
    const lexemes = this.#lexemes;
    const wanted = this.#index + distance;
    let last = lexemes[lexemes.length - 1] ?? this.current;
    while (lexemes.length <= wanted && last.kind !== "end") {
      last = this.#next();
      lexemes.push(last);
    }
    return lexemes[wanted] ?? last;
  }

  /** Forgets what has been read: kept to the end of a large file, lexemes and tokens cost more than to make them. */
  beginStatement(): void {
    this.#lexemes.splice(0, this.#index - 1);
    this.#index = Math.min(this.#index, 1);
    this.tokens = [];
  }

  /** The lexemes from this one up to the current one. */
  since(first: Lexeme): readonly Lexeme[] {
    return this.#lexemes.slice(this.#lexemes.lastIndexOf(first, this.#index), this.#index);
  }

  /** The lexeme behind this one, which has been passed or is the current one. */
  after(first: Lexeme): Lexeme | undefined {
    return this.#lexemes[this.#lexemes.lastIndexOf(first, this.#index) + 1];
  }

  /** The source between two lexemes. */
  textBetween(first: Lexeme, last: Lexeme): string {
    return this.#text.slice(first.end, last.start);
  }

  is(kind: Lexeme["kind"]): boolean {
    return this.current.kind === kind;
  }

  /** Does this word or mark stand here? A string with the same text does not count. */
  at(text: string): boolean {
    return this.current.text === text && (this.is("word") || this.is("punctuation"));
  }

  /** Is the current lexeme the first on its line? */
  startsLine(): boolean {
    return this.#text.slice(this.previous?.end ?? 0, this.current.start).includes("\n") || this.previous === undefined;
  }

  skip(): Lexeme {
    const lexeme = this.current;
    if (lexeme.kind === "end") return lexeme;
    this.current = this.peek(1);
    this.#index++;
    return lexeme;
  }

  /** Passes the lexeme on under the given token type. */
  take(type: SyntaxType, text = this.current.text): Lexeme {
    const lexeme = this.skip();
    this.emit(type, text, lexeme);
    return lexeme;
  }

  /** Passes a word of the grammar or a mark on; anything else here ends the statement. */
  expect(text: string): Lexeme {
    const type = punctuationTypes.get(text) ?? otherWords.get(text) ?? statementWords.get(text) ?? baseTypes.get(text);
    if (type === undefined || !this.at(text)) return this.fail(`\`${text}\``);
    return this.take(type);
  }

  emit(type: SyntaxType, text: string, { start, end }: Pick<Lexeme, "start" | "end">): void {
    // Only `index` is used; lines and columns are worked out when a diagnostic is printed.
    const loc = { start: { line: 0, column: 0, index: start }, end: { line: 0, column: 0, index: end } };
    this.tokens.push({ type, text, loc });
  }

  /** A name that this file declares: one plain word. */
  takeName(what: string, options?: { readonly keywordAllowed: boolean }): Lexeme {
    const { kind, text } = this.current;
    if (kind !== "word") return this.fail(what);
    const mark = /[.-]/.exec(text)?.[0];
    if (mark !== undefined) return this.failWith(`a name cannot contain \`${mark}\``);
    if (isKeyword(text) && options?.keywordAllowed !== true) {
      return this.failWith(`expected ${what}, found \`${text}\`, which is a keyword of Thrift`);
    }
    return this.take(SyntaxType.Identifier);
  }

  skipSeparator(): void {
    if (this.at(",") || this.at(";")) this.skip();
  }

  /** Reads something that the parser behind does not know: checked, but not passed on. */
  leaveOut(read: () => void): void {
    const length = this.tokens.length;
    read();
    this.tokens.length = length;
  }

  /** Keeps the doc comment of the declaration that began with `first` and ends before the current lexeme. */
  document(name: Lexeme, first: Lexeme, beforeFirst: Lexeme | undefined): void {
    const doc = describeDoc(this.#text, {
      first,
      after: beforeFirst?.end,
      end: this.previous?.end ?? 0,
      next: this.current,
    });
    if (doc !== undefined) this.docs.set(name.start, doc);
  }

  span({ start, end }: Pick<Lexeme, "start" | "end">): Span {
    return { file: this.file, start, end };
  }

  fail(expected: string, more: More = {}): never {
    return this.failWith(`expected ${expected}, found ${this.#found()}`, more);
  }

  failWith(message: string, more: More = {}): never {
    if (this.is("unknown")) throw new SyntaxFailure(undefined);
    // The end of a file is best shown behind its last word, not on an empty line below.
    const end = this.previous?.end ?? 0;
    const span = this.span(this.is("end") ? { start: end, end } : this.current);
    throw new SyntaxFailure({ severity: "error", code: "syntax", message, span, ...more });
  }

  warn(code: Code, message: string, place: Lexeme, hint: string): void {
    this.report({ severity: "warning", code, message, span: this.span(place), hint });
  }

  #found(): string {
    const { kind, start, end } = this.current;
    if (kind === "end") return "the end of the file";
    const text = this.#text.slice(start, end);
    return `\`${text.length > 40 ? `${text.slice(0, 40)}...` : text}\``;
  }
}

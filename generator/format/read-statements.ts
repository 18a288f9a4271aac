/**
 * From lexemes to statements. Only for files without syntax errors: `normalise` in parse/ knows the same grammar and says
 * what is wrong; this one trusts, and loses no lexeme whatever it is given.
 */
import type { Lexeme } from "../parse/lexeme.js";
import type { Group, Item, Node, Statement } from "./layout.js";

/** All lexemes but the last, which is the end. */
export function readStatements(lexemes: readonly Lexeme[]): Statement[] {
  const reader = new Reader(lexemes);
  const statements: Statement[] = [];
  while (!reader.isEnd) statements.push(reader.statement());
  return statements;
}

const BLOCKS: ReadonlySet<string> = new Set(["enum", "struct", "union", "exception", "service"]);

class Reader {
  readonly #lexemes: readonly Lexeme[];
  #index = 0;
  #nodes: Node[] = [];

  constructor(lexemes: readonly Lexeme[]) {
    this.#lexemes = lexemes;
  }

  get isEnd(): boolean {
    return this.#index >= this.#lexemes.length - 1;
  }

  statement(): Statement {
    const word = this.#peek()?.text ?? "";
    let kind: Statement["kind"] = "line";
    const item = this.#item(() => {
      this.#take();
      if (BLOCKS.has(word)) {
        kind = "block";
        this.#block(word);
      } else if (word === "const") {
        this.#type();
        this.#take();
        this.#value();
        this.#annotations();
        this.#separator();
      } else if (word === "typedef") {
        this.#type();
        this.#take();
        this.#annotations();
        this.#separator();
      } else {
        kind = "header";
        if (word === "namespace") this.#take();
        this.#take();
        this.#annotations();
      }
    });
    return { item, kind };
  }

  /** What follows `struct` and its like. */
  #block(word: string): void {
    while (!this.isEnd && !this.#at("{")) this.#take();
    this.#group("}", true, () => {
      if (word === "enum") this.#member();
      else if (word === "service") this.#method();
      else this.#field();
    });
    this.#annotations();
  }

  #member(): void {
    this.#take();
    if (this.#at("=")) this.#value();
    this.#annotations();
    this.#separator();
  }

  #field(): void {
    if (this.#peek()?.kind === "integer") {
      this.#take();
      this.#takeIf(":", false);
    }
    if (this.#at("required") || this.#at("optional")) this.#take();
    this.#type();
    this.#takeIf("&", false);
    this.#take();
    if (this.#at("=")) this.#value();
    while (this.#at("xsd_optional") || this.#at("xsd_nillable")) this.#take();
    if (this.#at("xsd_attrs")) {
      this.#take();
      this.#group("}", true, () => this.#field());
    }
    this.#annotations();
    this.#separator();
  }

  #method(): void {
    if (this.#at("oneway") || (this.#at("async") && this.#at("void", 1))) this.#take();
    this.#type();
    this.#take();
    this.#group(")", false, () => this.#field(), false);
    if (this.#at("throws")) {
      this.#take();
      this.#group(")", false, () => this.#field());
    }
    this.#annotations();
    this.#separator();
  }

  /** A type, or `void`. */
  #type(spaced = true): void {
    const container = this.#at("map") || this.#at("list") || this.#at("set");
    this.#take(spaced);
    const cppType = container && this.#cppType();
    if (container && this.#takeIf("<", cppType)) {
      this.#type(false);
      if (this.#takeIf(",", false)) this.#type();
      this.#takeIf(">", false);
      this.#cppType();
    }
    this.#annotations();
  }

  #cppType(): boolean {
    if (!this.#at("cpp_type") || this.#peek(1)?.kind !== "string") return false;
    this.#take();
    this.#take();
    return true;
  }

  /** A value, with the `=` before it if there is one. */
  #value(): void {
    this.#takeIf("=", true);
    if (this.#at("[")) this.#group("]", false, () => this.#element());
    else if (this.#at("{")) this.#group("}", false, () => this.#element());
    else this.#take();
  }

  #element(): void {
    this.#value();
    if (this.#takeIf(":", false)) this.#value();
    this.#separator();
  }

  #annotations(): void {
    if (!this.#at("(")) return;
    this.#group(")", false, () => {
      this.#take();
      if (this.#takeIf("=", true)) this.#take();
      this.#separator();
    });
  }

  #separator(): void {
    if (!this.#takeIf(",", false)) this.#takeIf(";", false);
  }

  #group(closing: string, isBody: boolean, read: () => void, spaced = true): void {
    const [opening] = this.#item(() => this.#take(spaced));
    if (opening?.kind !== "token") return;
    const items: Item[] = [];
    while (!this.isEnd && !this.#at(closing)) items.push(this.#item(read));
    const close = this.#peek();
    if (close === undefined || this.isEnd) throw new Error("a bracket is not closed, in a file without syntax errors");
    this.#index++;
    this.#nodes.push({ kind: "group", open: opening, items, close, isBody } satisfies Group);
  }

  /** Collects what is read; an item always gets further, so that no text can make a loop endless. */
  #item(read: () => void): Item {
    const outer = this.#nodes;
    const start = this.#index;
    this.#nodes = [];
    read();
    if (this.#index === start) this.#take();
    const item = this.#nodes;
    this.#nodes = outer;
    return item;
  }

  #peek(distance = 0): Lexeme | undefined {
    return this.#lexemes[this.#index + distance];
  }

  /** A string with the same text does not count. */
  #at(text: string, distance = 0): boolean {
    const lexeme = this.#peek(distance);
    return (lexeme?.kind === "word" || lexeme?.kind === "punctuation") && lexeme.text === text;
  }

  #take(spaced = true): void {
    const lexeme = this.#peek();
    if (lexeme === undefined || this.isEnd) return;
    this.#nodes.push({ kind: "token", lexeme, spaced });
    this.#index++;
  }

  #takeIf(text: string, spaced: boolean): boolean {
    if (!this.#at(text)) return false;
    this.#take(spaced);
    return true;
  }
}

/** The tokens of a JSON text, one after the other, each asked for by its kind. */

import { ProtocolError } from "./protocol-error.js";

/** Throws `ProtocolError` when the next token is not of the kind asked for. Whitespace between tokens is passed over. */
export class JsonTokens {
  readonly #text: string;
  #position = 0;
  /** Where the next backslash is; text before it needs no unescaping. */
  #backslash = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /** How many characters have not been read yet. */
  get left(): number {
    return this.#text.length - this.#position;
  }

  /** Whether the next token is, or begins with, this character. */
  startsWith(character: string): boolean {
    return this.#peek() === character;
  }

  /** Reads one of `[ ] { } : ,`. */
  punctuation(character: string): void {
    if (this.#peek() !== character) throw this.#unexpected(`"${character}"`);
    this.#position++;
  }

  /** Reads a string. Control characters may stand in it as they are: Python's peers write them so. */
  string(): string {
    if (this.#peek() !== '"') throw this.#unexpected("a string");
    const text = this.#text;
    const start = this.#position + 1;
    if (this.#backslash < start) {
      const next = text.indexOf("\\", start);
      this.#backslash = next < 0 ? text.length : next;
    }
    let end = text.indexOf('"', start);
    if (end > this.#backslash) end = this.#endOfEscaped(start);
    if (end < 0) throw this.error("The message ends too early: inside a string");
    this.#position = end + 1;
    const raw = text.substring(start, end);
    return end < this.#backslash ? raw : this.#unescape(raw);
  }

  /** Reads an integer, bare or (as in a map's key) quoted. */
  integer(smallest: number, largest: number): number {
    const token = this.#number();
    const value = INTEGER.test(token) ? Number(token) : Number.NaN;
    if (value >= smallest && value <= largest) return value;
    throw this.error(`An integer from ${smallest} to ${largest} was expected, not ${quoteStart(token)}`);
  }

  /** Reads an i64 with all its digits. */
  bigint(): bigint {
    const token = this.#number();
    // More digits than an i64 has need no look: turning them into a bigint could take long.
    if (!INTEGER.test(token) || token.length > 20) throw this.error(`An i64 was expected, not ${quoteStart(token)}`);
    const value = BigInt(token);
    if (BigInt.asIntN(64, value) !== value) throw this.error(`${token} does not fit an i64`);
    return value;
  }

  /** Reads a double. NaN and the infinities are quoted, in Apache's JavaScript bare, in its Python bare and short. */
  double(): number {
    const token = this.#number();
    if (DOUBLE.test(token)) return Number(token);
    if (/^nan$/i.test(token)) return Number.NaN;
    const infinity = /^(-?)inf(inity)?$/i.exec(token);
    if (infinity === null) throw this.error(`A number was expected, not ${quoteStart(token)}`);
    return infinity[1] === "-" ? -Infinity : Infinity;
  }

  /** Throws unless only whitespace is left. */
  end(): void {
    if (this.#peek() !== "") throw this.error(`${this.left} characters follow the message's end`);
  }

  error(message: string): ProtocolError {
    return new ProtocolError(`${message} (at character ${this.#position} of the JSON)`);
  }

  /** The first character of the next token; empty at the end. */
  #peek(): string {
    const text = this.#text;
    while (isWhitespace(text.charCodeAt(this.#position))) this.#position++;
    return text.charAt(this.#position);
  }

  #number(): string {
    if (this.#peek() === '"') return this.string();
    const start = this.#position;
    while (isNumeric(this.#text.charCodeAt(this.#position))) this.#position++;
    if (start === this.#position) throw this.#unexpected("a number");
    return this.#text.substring(start, this.#position);
  }

  /** Where a string that has a backslash in it ends; -1 if it does not. */
  #endOfEscaped(start: number): number {
    const text = this.#text;
    for (let index = start; index < text.length; index++) {
      const character = text[index];
      if (character === '"') return index;
      if (character === "\\") index++;
    }
    return -1;
  }

  #unescape(raw: string): string {
    let text: unknown;
    try {
      text = JSON.parse(`"${raw.replaceAll(CONTROL, escapeControl)}"`);
    } catch {
      throw this.error(`A string has the unknown escape ${quoteStart(findUnknownEscape(raw))}`);
    }
    // Half of a surrogate pair, which an escape can be, is no character: it would be another text wherever it is sent on.
    return Buffer.from(String(text)).toString();
  }

  #unexpected(wanted: string): ProtocolError {
    const found = this.#peek();
    if (found === "") return this.error(`The message ends too early: ${wanted} was expected`);
    return this.error(`${wanted} was expected, not ${quoteStart(found)}`);
  }
}

const INTEGER = /^-?[0-9]+$/;
const DOUBLE = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/;
const CONTROL = /\p{Cc}/gu;
const ESCAPE = /\\(?:u.{0,4}|.?)/gs;
const KNOWN_ESCAPE = /^\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])$/;

/** As JSON wants it; Python's peers leave it as it is. */
function escapeControl(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function findUnknownEscape(raw: string): string {
  for (const [escape] of raw.matchAll(ESCAPE)) if (!KNOWN_ESCAPE.test(escape)) return escape;
  return "";
}

function isWhitespace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Whether a bare number, `NaN` and `Infinity` included, can have this character in it. */
function isNumeric(code: number): boolean {
  const lower = code | 0x20;
  return (
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x2b ||
    code === 0x2e ||
    (lower >= 0x61 && lower <= 0x7a)
  );
}

function quoteStart(text: string): string {
  return JSON.stringify(text.slice(0, 30));
}

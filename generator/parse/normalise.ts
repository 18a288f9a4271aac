/**
 * The whole grammar of Thrift, checked lexeme by lexeme and written down again in the subset that
 * @creditkarma/thrift-parser reads without loss. So every syntax error is ours, at its place and in the user's terms,
 * and the parser behind only ever sees what it understands.
 */
import { SyntaxType, type Token } from "@creditkarma/thrift-parser";
import { didYouMean } from "../diagnostics/suggest.js";
import type { Cursor } from "./cursor.js";
import { fbthriftWords, removedHeader } from "./dialects.js";
import { statementWords } from "./keywords.js";
import type { Lexeme } from "./lexeme.js";
import { normaliseField, normaliseMethod } from "./normalise-fields.js";
import { type LegacyForm, normaliseAnnotations, normaliseType } from "./normalise-type.js";
import { normaliseValue } from "./normalise-value.js";
import { attempt, beginsStatement, skipToNextInBody, skipToNextStatement } from "./recover.js";

/** Yields the tokens of each statement, and fills what stands beside them. What has a mistake is reported and left out. */
export function* normalise(cursor: Cursor): Generator<Token[]> {
  let definition: Lexeme | undefined;
  while (!cursor.is("end")) {
    cursor.beginStatement();
    const first = cursor.current;
    const isHeader = headers.has(first.text);
    if (isHeader && definition !== undefined) reportLateHeader(cursor, definition);
    const read = attempt(
      cursor,
      () => normaliseStatement(cursor),
      () => {
        noteLoss(cursor, first);
        skipToNextStatement(cursor, first);
      },
    );
    if (read && !isHeader) definition ??= first;
    yield cursor.tokens;
  }
}

/** A statement is lost. What it would have declared is no unknown name elsewhere. */
function noteLoss(cursor: Cursor, first: Lexeme): void {
  // The word behind the first one is the name, but for constants and typedefs, where the type comes between.
  const name = cursor.declaring ?? (first.kind === "word" ? cursor.after(first) : undefined);
  cursor.declaring = undefined;
  if (name?.kind === "word") cursor.lost.add(name.text);
  if (first.text === "const" || first.text === "typedef" || name?.kind !== "word") cursor.complete = false;
}

/** Words that begin a header; headers stand before all definitions. */
export const headers: ReadonlySet<string> = new Set(["namespace", "include", "cpp_include"]);

function normaliseStatement(cursor: Cursor): void {
  const beforeFirst = cursor.previous;
  const first = cursor.current;
  if (first.kind !== "word") failAtStatement(cursor);
  cursor.declaring = undefined;
  const name = normaliseByWord(cursor, first.text);
  cursor.declaring = undefined;
  if (name !== undefined) cursor.document(name, first, beforeFirst);
}

/** Reads the statement that the word begins. Returns the name it declares; a header declares none. */
function normaliseByWord(cursor: Cursor, word: string): Lexeme | undefined {
  switch (word) {
    case "namespace":
      return normaliseNamespace(cursor);
    case "include":
      cursor.expect("include");
      if (!cursor.is("string")) cursor.fail("the file to include, a string");
      cursor.take(SyntaxType.StringLiteral);
      return undefined;
    case "cpp_include":
      return normaliseCppInclude(cursor);
    case "const":
      return normaliseConst(cursor);
    case "typedef":
      return normaliseTypedef(cursor);
    case "enum":
    case "struct":
    case "union":
    case "exception":
    case "service":
      return normaliseBlock(cursor, word);
    default:
      return failAtStatement(cursor);
  }
}

/** Kept beside the tokens: it says something to C++ only. */
function normaliseCppInclude(cursor: Cursor): undefined {
  cursor.skip();
  if (!cursor.is("string")) cursor.fail("the file to include, a string");
  const file = cursor.skip();
  cursor.cppIncludes.push({ text: file.text, span: cursor.span(file) });
}

/** `namespace scope name`: kept beside the tokens, as the parser behind knows fewer forms of it. */
function normaliseNamespace(cursor: Cursor): undefined {
  cursor.leaveOut(() => {
    cursor.expect("namespace");
    if (!cursor.at("*") && !cursor.is("word")) cursor.fail("a language or `*`");
    const scope = cursor.skip();
    if (scope.text.startsWith("smalltalk."))
      cursor.warn("obsolete", `\`${scope.text}\` is obsolete`, scope, "write `st`");
    if (!cursor.is("word") && !cursor.is("string")) cursor.fail("the namespace's name");
    const name = cursor.skip();
    const annotations = normaliseAnnotations(cursor);
    cursor.namespaces.push({ scope: scope.text, name: { text: name.text, span: cursor.span(name) }, annotations });
  });
}

function normaliseConst(cursor: Cursor): Lexeme {
  cursor.expect("const");
  normaliseType(cursor, "the constant's type");
  const name = cursor.takeName("the constant's name");
  cursor.declaring = name;
  cursor.expect("=");
  normaliseValue(cursor, "the constant's value");
  normaliseAnnotations(cursor);
  cursor.skipSeparator();
  return name;
}

function normaliseTypedef(cursor: Cursor): Lexeme {
  cursor.expect("typedef");
  normaliseType(cursor, "a type");
  const name = cursor.takeName("the new type's name");
  cursor.declaring = name;
  normaliseAnnotations(cursor);
  cursor.skipSeparator();
  return name;
}

function normaliseBlock(cursor: Cursor, word: "enum" | "struct" | "union" | "exception" | "service"): Lexeme {
  cursor.expect(word);
  const name = cursor.takeName(`the ${word}'s name`);
  cursor.declaring = name;
  const legacy: LegacyForm[] = cursor.at("xsd_all") ? [{ mark: cursor.skip(), value: "1" }] : [];
  if (word === "service" && cursor.at("extends")) {
    cursor.expect("extends");
    if (!cursor.is("word")) cursor.fail("the service to extend");
    cursor.take(SyntaxType.Identifier);
  }
  cursor.expect("{");
  normaliseContents(cursor, word, name);
  normaliseAnnotations(cursor, legacy);
  return name;
}

/** What stands between the braces, and the closing one. It is put in where it is missing, for the sake of what was read. */
function normaliseContents(cursor: Cursor, word: string, name: Lexeme): void {
  const [what, read] = blockContents(word);
  const isClosed = (): void => {
    if (!cursor.is("end") && !beginsStatement(cursor)) return;
    const related = { message: `${word} \`${name.text}\` begins here`, span: cursor.span(name) };
    cursor.fail(`${what} or \`}\``, { related });
  };
  while (!cursor.at("}")) {
    if (!attempt(cursor, isClosed, () => undefined)) {
      cursor.partial.add(name.start);
      cursor.emit(SyntaxType.RightBraceToken, "}", cursor.current);
      return;
    }
    const readOne = (): void => read(cursor);
    if (!attempt(cursor, readOne, (first) => skipToNextInBody(cursor, first))) cursor.partial.add(name.start);
  }
  cursor.expect("}");
}

function blockContents(word: string): readonly [what: string, read: (cursor: Cursor) => void] {
  if (word === "enum") return ["an enum member", normaliseMember];
  if (word === "service") return ["a method", normaliseMethod];
  return ["a field", normaliseField];
}

function normaliseMember(cursor: Cursor): void {
  const beforeFirst = cursor.previous;
  const name = cursor.takeName("an enum member or `}`");
  if (cursor.at("=")) {
    cursor.expect("=");
    if (!cursor.is("integer")) cursor.fail("the member's value, an integer");
    cursor.take(SyntaxType.IntegerLiteral);
  }
  normaliseAnnotations(cursor);
  cursor.skipSeparator();
  cursor.document(name, name, beforeFirst);
}

function reportLateHeader(cursor: Cursor, definition: Lexeme): void {
  cursor.report({
    severity: "error",
    code: "header-after-definition",
    message: `\`${cursor.current.text}\` must stand before all definitions`,
    span: cursor.span(cursor.current),
    related: { message: "the first definition", span: cursor.span(definition) },
  });
}

function failAtStatement(cursor: Cursor): never {
  const { text } = cursor.current;
  const removed = removedHeader(text);
  if (removed !== undefined) {
    const message = `\`${text}\` is no longer part of Thrift`;
    cursor.failWith(message, { code: "removed-syntax", hint: removed });
  }
  const instead = fbthriftWords.get(text);
  if (instead !== undefined) {
    cursor.failWith(`\`${text}\` belongs to fbthrift, another dialect`, { code: "fbthrift-dialect", hint: instead });
  }
  const afterBlock = cursor.previous?.text === "}" && (text === ";" || text === ",");
  if (afterBlock) cursor.fail("a definition", { hint: "nothing separates definitions: leave it out" });
  const named = cursor.is("word") && cursor.peek(1).kind === "word";
  return cursor.fail("a definition", { hint: named ? didYouMean(text, statementWords.keys()) : undefined });
}

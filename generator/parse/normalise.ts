/**
 * The whole grammar of Thrift, checked lexeme by lexeme and written down again in the subset that
 * @creditkarma/thrift-parser reads without loss. So every syntax error is ours, at its place and in the user's terms,
 * and the parser behind only ever sees what it understands. One mistake ends one statement, not the file.
 */
import { SyntaxType } from "@creditkarma/thrift-parser";
import { type Cursor, SyntaxFailure } from "./cursor.js";
import { statementWords } from "./keywords.js";
import type { Lexeme } from "./lexeme.js";
import { normaliseBody, normaliseField, normaliseMethod } from "./normalise-fields.js";
import { normaliseAnnotations, normaliseType } from "./normalise-type.js";
import { normaliseValue } from "./normalise-value.js";

/** Fills the cursor's tokens, docs and openings. Statements with a mistake are reported and left out. */
export function normalise(cursor: Cursor): void {
  let definition: Lexeme | undefined;
  while (!cursor.is("end")) {
    const tokens = cursor.tokens.length;
    const start = cursor.current;
    const isHeader = headers.has(start.text);
    try {
      if (isHeader && definition !== undefined) reportLateHeader(cursor, definition);
      normaliseStatement(cursor);
      if (!isHeader) definition ??= start;
    } catch (failure) {
      if (!(failure instanceof SyntaxFailure)) throw failure;
      if (failure.diagnostic !== undefined) cursor.report(failure.diagnostic);
      cursor.tokens.length = tokens;
      if (cursor.current === start) cursor.skip();
      while (!cursor.is("end") && !beginsStatement(cursor)) cursor.skip();
    }
  }
}

/** Words that begin a header; headers stand before all definitions. */
export const headers: ReadonlySet<string> = new Set(["namespace", "include", "cpp_include"]);

/** A field can be called `struct`, so a word only counts at the start of a line. */
function beginsStatement(cursor: Cursor): boolean {
  const { kind, text } = cursor.current;
  return kind === "word" && statementWords.has(text) && cursor.startsLine() && cursor.peek(1).kind !== "punctuation";
}

function normaliseStatement(cursor: Cursor): void {
  const beforeFirst = cursor.previous;
  const first = cursor.current;
  if (first.kind !== "word") failAtStatement(cursor);
  const name = normaliseByWord(cursor, first.text);
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
      cursor.skip();
      if (!cursor.is("string")) cursor.fail("the file to include, a string");
      cursor.skip();
      return undefined;
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

/** `namespace scope name`: nothing here uses it, as modules are named by their files. */
function normaliseNamespace(cursor: Cursor): undefined {
  cursor.leaveOut(() => {
    cursor.expect("namespace");
    if (!cursor.at("*") && !cursor.is("word")) cursor.fail("a language or `*`");
    cursor.skip();
    if (!cursor.is("word") && !cursor.is("string")) cursor.fail("the namespace's name");
    cursor.skip();
    normaliseAnnotations(cursor);
  });
}

function normaliseConst(cursor: Cursor): Lexeme {
  cursor.expect("const");
  normaliseType(cursor, "the constant's type");
  const name = cursor.takeName("the constant's name");
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
  normaliseAnnotations(cursor);
  cursor.skipSeparator();
  return name;
}

function normaliseBlock(cursor: Cursor, word: "enum" | "struct" | "union" | "exception" | "service"): Lexeme {
  cursor.expect(word);
  const name = cursor.takeName(`the ${word}'s name`);
  if (cursor.at("xsd_all")) cursor.skip();
  if (word === "service" && cursor.at("extends")) {
    cursor.expect("extends");
    if (!cursor.is("word")) cursor.fail("the service to extend");
    cursor.take(SyntaxType.Identifier);
  }
  cursor.expect("{");
  const [what, read] = blockContents(word);
  normaliseBody(cursor, "}", { what, closing: `${word} \`${name.text}\``, span: cursor.span(name) }, (cursor) => {
    if (beginsStatement(cursor)) {
      const related = { message: `${word} \`${name.text}\` begins here`, span: cursor.span(name) };
      cursor.fail(`${what} or \`}\``, { related });
    }
    read(cursor);
  });
  cursor.expect("}");
  normaliseAnnotations(cursor);
  return name;
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
  const oldNamespace = /^(?:(\w+)_(?:namespace|package|module|prefix))$/.exec(text)?.[1];
  if (text === "senum")
    cursor.failWith("`senum` is no longer part of Thrift", { hint: "declare an `enum`, or use `string`" });
  if (text === "package")
    cursor.failWith("`package` belongs to fbthrift", { hint: "Apache Thrift writes `namespace`" });
  if (oldNamespace !== undefined) {
    cursor.failWith(`\`${text}\` is no longer part of Thrift`, { hint: `write \`namespace ${oldNamespace} name\`` });
  }
  const afterBlock = cursor.previous?.text === "}" && (text === ";" || text === ",");
  return cursor.fail("a definition", afterBlock ? { hint: "nothing separates definitions: leave it out" } : {});
}

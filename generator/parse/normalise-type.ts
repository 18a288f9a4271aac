/** Types and annotations, passed on in the form that the parser behind takes. */
import { SyntaxType } from "@creditkarma/thrift-parser";
import type { Cursor } from "./cursor.js";
import { baseTypes, isKeyword } from "./keywords.js";
import type { Lexeme } from "./lexeme.js";
import type { AnnotationSyntax } from "./syntax.js";

/** Far more than anybody writes; the parser behind and every later stage recurse, and must not run out of stack. */
export const maxDepth = 200;

/** A type with its annotations. `what` says in an error what the type is for. */
export function normaliseType(cursor: Cursor, what: string, depth = 0): void {
  if (depth > maxDepth) cursor.failWith(`types are nested more than ${maxDepth} deep`);
  const { kind, text } = cursor.current;
  const legacy: LegacyForm[] = [];
  if (kind !== "word") cursor.fail(what);
  if (text === "map") {
    cursor.expect("map");
    skipCppType(cursor, legacy);
    cursor.expect("<");
    normaliseType(cursor, "the type of the map's keys", depth + 1);
    cursor.expect(",");
    normaliseType(cursor, "the type of the map's values", depth + 1);
    cursor.expect(">");
    skipCppType(cursor, legacy);
  } else if (text === "list" || text === "set") {
    cursor.expect(text);
    skipCppType(cursor, legacy);
    cursor.expect("<");
    normaliseType(cursor, `the type of the ${text}'s elements`, depth + 1);
    cursor.expect(">");
    skipCppType(cursor, legacy);
  } else if (text === "slist") {
    cursor.warn("obsolete", "`slist` is obsolete", cursor.current, "write `string`");
    cursor.take(SyntaxType.StringKeyword, "string");
  } else if (baseTypes.has(text)) {
    cursor.expect(text);
  } else if (isKeyword(text) || text.includes("-")) {
    cursor.fail(what);
  } else {
    cursor.take(SyntaxType.Identifier);
  }
  normaliseAnnotations(cursor, legacy);
}

/** What was written before there were annotations. It is one to all that comes behind, under the name that it had. */
export interface LegacyForm {
  /** `cpp_type`, `&`, `xsd_optional` ... */
  readonly mark: Lexeme;
  readonly value: string;
}

/**
 * `(name = "value", name)`, or nothing. The parser behind gives them back; a namespace's never get there.
 * @param legacy what the same thing has besides
 */
export function normaliseAnnotations(cursor: Cursor, legacy: readonly LegacyForm[] = []): readonly AnnotationSyntax[] {
  const annotations: AnnotationSyntax[] = [];
  if (!cursor.at("(")) {
    if (legacy.length > 0) {
      cursor.emit(SyntaxType.LeftParenToken, "(", cursor.current);
      passLegacy(cursor, legacy);
      cursor.emit(SyntaxType.RightParenToken, ")", cursor.current);
    }
    return annotations;
  }
  cursor.expect("(");
  passLegacy(cursor, legacy);
  while (!cursor.at(")")) {
    if (!cursor.is("word")) cursor.fail("the name of an annotation or `)`");
    const name = cursor.take(SyntaxType.Identifier);
    let value = "1";
    if (cursor.at("=")) {
      cursor.expect("=");
      if (!cursor.is("string")) cursor.fail("the annotation's value, a string");
      value = cursor.take(SyntaxType.StringLiteral).text;
    }
    cursor.skipSeparator();
    annotations.push({ name: { text: name.text, span: cursor.span(name) }, value });
  }
  cursor.expect(")");
  return annotations;
}

function passLegacy(cursor: Cursor, legacy: readonly LegacyForm[]): void {
  for (const { mark, value } of legacy) {
    cursor.emit(SyntaxType.Identifier, mark.text, mark);
    cursor.emit(SyntaxType.EqualToken, "=", mark);
    cursor.emit(SyntaxType.StringLiteral, value, mark);
  }
}

/** `cpp_type "..."` says something to C++ only. */
function skipCppType(cursor: Cursor, legacy: LegacyForm[]): void {
  if (!cursor.at("cpp_type") || cursor.peek(1).kind !== "string") return;
  const mark = cursor.skip();
  legacy.push({ mark, value: cursor.skip().text });
}

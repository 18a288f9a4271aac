/** Types and annotations, passed on in the form that the parser behind takes. */
import { SyntaxType } from "@creditkarma/thrift-parser";
import type { Cursor } from "./cursor.js";
import { baseTypes, isKeyword } from "./keywords.js";
import type { AnnotationSyntax } from "./syntax.js";

/** Far more than anybody writes; the parser behind and every later stage recurse, and must not run out of stack. */
export const maxDepth = 200;

/** A type with its annotations. `what` says in an error what the type is for. */
export function normaliseType(cursor: Cursor, what: string, depth = 0): void {
  if (depth > maxDepth) cursor.failWith(`types are nested more than ${maxDepth} deep`);
  const { kind, text } = cursor.current;
  if (kind !== "word") cursor.fail(what);
  if (text === "map") {
    cursor.expect("map");
    skipCppType(cursor);
    cursor.expect("<");
    normaliseType(cursor, "the type of the map's keys", depth + 1);
    cursor.expect(",");
    normaliseType(cursor, "the type of the map's values", depth + 1);
    cursor.expect(">");
    skipCppType(cursor);
  } else if (text === "list" || text === "set") {
    cursor.expect(text);
    skipCppType(cursor);
    cursor.expect("<");
    normaliseType(cursor, `the type of the ${text}'s elements`, depth + 1);
    cursor.expect(">");
    skipCppType(cursor);
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
  normaliseAnnotations(cursor);
}

/** `(name = "value", name)`, or nothing. The parser behind gives them back; a namespace's never get there. */
export function normaliseAnnotations(cursor: Cursor): readonly AnnotationSyntax[] {
  const annotations: AnnotationSyntax[] = [];
  if (!cursor.at("(")) return annotations;
  cursor.expect("(");
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

/** `cpp_type "..."` says something to C++ only. */
function skipCppType(cursor: Cursor): void {
  if (!cursor.at("cpp_type") || cursor.peek(1).kind !== "string") return;
  cursor.skip();
  cursor.skip();
}

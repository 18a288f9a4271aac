/** Constant values. The parser behind wants exactly one comma between elements; Thrift does not mind. */
import { SyntaxType } from "@creditkarma/thrift-parser";
import type { Cursor } from "./cursor.js";
import { isKeyword } from "./keywords.js";
import { maxDepth } from "./normalise-type.js";

export function normaliseValue(cursor: Cursor, what = "a value", depth = 0): void {
  if (depth > maxDepth) cursor.failWith(`values are nested more than ${maxDepth} deep`);
  const { kind, text } = cursor.current;
  switch (kind) {
    case "integer":
      cursor.take(SyntaxType.IntegerLiteral);
      return;
    case "double":
      cursor.take(SyntaxType.FloatLiteral);
      return;
    case "string":
      cursor.take(SyntaxType.StringLiteral);
      return;
    case "word":
      if (text === "true" || text === "false") cursor.expect(text);
      else if (isKeyword(text) || text.includes("-")) cursor.fail(what);
      else cursor.take(SyntaxType.Identifier);
      return;
    case "punctuation":
      if (text === "[") normaliseElements(cursor, "]", depth);
      else if (text === "{") normaliseElements(cursor, "}", depth);
      else cursor.fail(what);
      return;
    case "unknown":
    case "end":
      cursor.fail(what);
  }
}

function normaliseElements(cursor: Cursor, close: "]" | "}", depth: number): void {
  const opening = cursor.expect(close === "]" ? "[" : "{");
  while (!cursor.at(close)) {
    normaliseValue(cursor, close === "]" ? "a value or `]`" : "a key or `}`", depth + 1);
    if (close === "}") {
      cursor.expect(":");
      normaliseValue(cursor, "a value", depth + 1);
    }
    cursor.skipSeparator();
    if (!cursor.at(close)) cursor.emit(SyntaxType.CommaToken, ",", cursor.current);
  }
  const closing = cursor.expect(close);
  cursor.openings.set(closing.end, opening.start);
}

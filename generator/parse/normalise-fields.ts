/** Fields of structs, arguments and throws, and the methods that have them. */
import { SyntaxType } from "@creditkarma/thrift-parser";
import type { Cursor } from "./cursor.js";
import { type LegacyForm, normaliseAnnotations, normaliseType } from "./normalise-type.js";
import { normaliseValue } from "./normalise-value.js";

/** Fields up to the closing bracket, which stays. `inside` tells an error where it is, and where that began. */
export function normaliseBody(cursor: Cursor, close: "}" | ")", inside: Inside, read: (cursor: Cursor) => void): void {
  const { closing, what } = inside;
  while (!cursor.at(close)) {
    if (cursor.is("end")) {
      cursor.fail(`${what} or \`${close}\``, { related: { message: `${closing} begins here`, span: inside.span } });
    }
    read(cursor);
  }
}

/** What a list of things is and where it began, for the error when it does not end. */
export interface Inside {
  readonly what: string;
  readonly closing: string;
  readonly span: ReturnType<Cursor["span"]>;
}

/** Field → ID? requiredness? type name value? annotations? separator? */
export function normaliseField(cursor: Cursor): void {
  const beforeFirst = cursor.previous;
  const first = cursor.current;
  if (first.kind === "integer") {
    cursor.take(SyntaxType.IntegerLiteral);
    cursor.expect(":");
  }
  if (cursor.at("required") || cursor.at("optional")) cursor.expect(cursor.current.text);
  normaliseType(cursor, "a field type");
  const legacy: LegacyForm[] = [];
  // C++ keeps a pointer where the source says `&`.
  if (cursor.at("&")) legacy.push({ mark: cursor.skip(), value: "1" });
  const name = cursor.takeName("the field's name", { keywordAllowed: true });
  if (cursor.at("=")) {
    cursor.expect("=");
    normaliseValue(cursor, "the field's default value");
  }
  skipXsd(cursor, legacy);
  normaliseAnnotations(cursor, legacy);
  cursor.skipSeparator();
  cursor.document(name, first, beforeFirst);
}

/** Method → oneway? (void | type) name "(" fields ")" throws? annotations? separator? */
export function normaliseMethod(cursor: Cursor): void {
  const beforeFirst = cursor.previous;
  const first = cursor.current;
  if (cursor.at("oneway")) {
    cursor.expect("oneway");
  } else if (cursor.at("async") && cursor.peek(2).text !== "(") {
    cursor.warn("obsolete", "`async` is obsolete", cursor.current, "write `oneway`");
    cursor.take(SyntaxType.OnewayKeyword, "oneway");
  }
  if (cursor.at("void")) cursor.expect("void");
  else normaliseType(cursor, "the type a method returns");
  const name = cursor.takeName("the method's name");
  normaliseParentheses(cursor, "the arguments", "an argument");
  if (cursor.at("throws")) {
    cursor.expect("throws");
    normaliseParentheses(cursor, "the list of exceptions", "an exception");
  }
  normaliseAnnotations(cursor);
  cursor.skipSeparator();
  cursor.document(name, first, beforeFirst);
}

function normaliseParentheses(cursor: Cursor, closing: string, what: string): void {
  const opening = cursor.expect("(");
  normaliseBody(cursor, ")", { what, closing, span: cursor.span(opening) }, normaliseField);
  cursor.expect(")");
}

/** `xsd_optional`, `xsd_nillable`, `xsd_attrs { fields }`: for XML schemas, which nobody makes of it any more. */
function skipXsd(cursor: Cursor, legacy: LegacyForm[]): void {
  while (cursor.at("xsd_optional") || cursor.at("xsd_nillable")) legacy.push({ mark: cursor.skip(), value: "1" });
  if (!cursor.at("xsd_attrs")) return;
  cursor.leaveOut(() => {
    const mark = cursor.skip();
    const opening = cursor.expect("{");
    normaliseBody(cursor, "}", { what: "a field", closing: "xsd_attrs", span: cursor.span(mark) }, normaliseField);
    const closing = cursor.expect("}");
    legacy.push({ mark, value: cursor.textBetween(opening, closing).trim() });
  });
}

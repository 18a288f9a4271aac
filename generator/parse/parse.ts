/** One file's text in, its syntax tree and diagnostics out. */
import { createParser, SyntaxType } from "@creditkarma/thrift-parser";
import type { Report } from "../diagnostics/report.js";
import { convert } from "./convert.js";
import { Cursor } from "./cursor.js";
import { describeFile } from "./doc.js";
import { lex } from "./lex.js";
import { headers, normalise } from "./normalise.js";
import type { FileSyntax } from "./syntax.js";

/** Never throws for a mistake in the text. What could not be read is reported and missing from the tree. */
export function parse(file: string, text: string, report: Report): FileSyntax {
  let cutOff = false;
  const lexemes = lex(file, text, (diagnostic) => {
    if (diagnostic.code === "unterminated-comment") cutOff = true;
    report(diagnostic);
  });
  const cursor = new Cursor(file, text, lexemes, report);
  const first = cursor.current;
  normalise(cursor);
  cursor.emit(SyntaxType.EOF, "", cursor.current);

  const parser = createParser(cursor.tokens, ({ message, loc }) => {
    // Not reached, since `normalise` passes on only what the parser accepts; if it were, it must not pass in silence.
    const start = loc?.start.index ?? 0;
    report({ severity: "error", code: "syntax", message, span: { file, start, end: start } });
    parser.synchronize();
  });
  const { docs, openings, partial, namespaces, cppIncludes, lost } = cursor;
  const declarations = convert(parser.parse(), { file, docs, openings, partial });
  const doc = describeFile(text, first, first.kind !== "end" && !headers.has(first.text));
  return { file, doc, complete: cursor.complete && !cutOff, lost, namespaces, cppIncludes, ...declarations };
}

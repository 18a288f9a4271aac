/** One file's text in, its syntax tree and diagnostics out. */
import { createParser, SyntaxType, type ThriftStatement } from "@creditkarma/thrift-parser";
import type { Report } from "../diagnostics/report.js";
import { convert } from "./convert.js";
import { Cursor } from "./cursor.js";
import { describeFile } from "./doc.js";
import { lexer } from "./lex.js";
import { headers, normalise } from "./normalise.js";
import type { FileSyntax } from "./syntax.js";

/** Never throws for a mistake in the text. What could not be read is reported and missing from the tree. */
export function parse(file: string, text: string, report: Report): FileSyntax {
  let cutOff = false;
  const next = lexer(file, text, (diagnostic) => {
    if (diagnostic.code === "unterminated-comment") cutOff = true;
    report(diagnostic);
  });
  const cursor = new Cursor(file, text, next, report);
  const first = cursor.current;
  const statements = parseStatements(cursor);
  const { docs, openings, partial, namespaces, cppIncludes, lost } = cursor;
  const declarations = convert(statements, { file, docs, openings, partial });
  const doc = describeFile(text, first, first.kind !== "end" && !headers.has(first.text));
  return { file, doc, complete: cursor.complete && !cutOff, lost, namespaces, cppIncludes, ...declarations };
}

/** One statement after the other, so that what it takes to read one is gone when the next one begins. */
function* parseStatements(cursor: Cursor): Generator<ThriftStatement> {
  const { file, report } = cursor;
  for (const tokens of normalise(cursor)) {
    cursor.emit(SyntaxType.EOF, "", cursor.current);
    const parser = createParser(tokens, ({ message, loc }) => {
      // Not reached, since `normalise` passes on only what the parser accepts; if it were, it must not pass in silence.
      const start = loc?.start.index ?? 0;
      report({ severity: "error", code: "syntax", message, span: { file, start, end: start } });
      parser.synchronize();
    });
    yield* parser.parse().body;
  }
}

/** A diagnostic as text for a terminal: the place, the message, the line, a caret below it, what it relates to, a hint. */
import type { Diagnostic, Sources, Span } from "../model.js";
import { blank } from "./display-width.js";
import { locate } from "./locate.js";

export { locate } from "./locate.js";
export { toJson } from "./to-json.js";

/** Several lines without a newline at the end. A diagnostic without a span is one line, and a hint. */
export function printDiagnostic(diagnostic: Diagnostic, sources: Sources): string {
  const { severity, code, message, span, related, hint } = diagnostic;
  const lines = [`${place(span, sources)}${severity}[${code}]: ${message}`, ...excerpt(span, sources)];
  if (related !== undefined) {
    lines.push(`  ${place(related.span, sources)}note: ${related.message}`, ...excerpt(related.span, sources));
  }
  if (hint !== undefined) lines.push(`  hint: ${hint}`);
  return lines.join("\n");
}

function place(span: Span | undefined, sources: Sources): string {
  if (span === undefined) return "";
  const text = sources.get(span.file);
  if (text === undefined) return `${span.file}: `;
  const { line, column } = locate(text, span.start);
  return `${span.file}:${line}:${column}: `;
}

/** The line where the span starts, and a caret for each of its characters on that line. */
function excerpt(span: Span | undefined, sources: Sources): string[] {
  const text = span === undefined ? undefined : sources.get(span.file);
  if (span === undefined || text === undefined) return [];
  const lineStart = span.start - locate(text, span.start).column + 1;
  const newline = text.indexOf("\n", lineStart);
  const lineEnd = newline === -1 ? text.length : newline;
  const line = printable(text.slice(lineStart, lineEnd).replace(/\r$/, ""));
  const before = line.slice(0, span.start - lineStart);
  const marked = line.slice(span.start - lineStart, span.end - lineStart);
  return [`  ${line}`, `  ${blank(before)}${"^".repeat(Math.max(1, blank(marked).length))}`];
}

/** Control characters could play tricks on the terminal, and a BOM has no width; each becomes one visible column. */
function printable(line: string): string {
  return line.replace(/[^\P{Cc}\t]|\uFEFF/gu, "\uFFFD");
}

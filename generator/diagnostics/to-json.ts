/** Diagnostics as plain data, for editors and scripts. */
import type { Code } from "./codes.js";
import type { Diagnostic, Sources, Span } from "../model.js";
import { locate } from "./locate.js";

/** A span's two ends as line and column, both from 1; the end is exclusive. */
export interface JsonPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface JsonDiagnostic extends Partial<JsonPlace> {
  readonly severity: "error" | "warning";
  readonly code: Code;
  readonly message: string;
  readonly hint?: string;
  readonly related?: JsonPlace & { readonly message: string };
}

export function toJson(diagnostics: readonly Diagnostic[], sources: Sources): JsonDiagnostic[] {
  return diagnostics.map(({ severity, code, message, span, hint, related }) => ({
    ...(span === undefined ? {} : jsonPlace(span, sources)),
    severity,
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(related === undefined ? {} : { related: { ...jsonPlace(related.span, sources), message: related.message } }),
  }));
}

function jsonPlace(span: Span, sources: Sources): JsonPlace {
  const text = sources.get(span.file) ?? "";
  const start = locate(text, span.start);
  const end = locate(text, span.end);
  return { file: span.file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

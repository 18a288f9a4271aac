/** Findings as diagnostics, which know how to show two places, and as plain data. */
import { toJson, type JsonPlace } from "../diagnostics/to-json.js";
import type { Diagnostic, Sources } from "../model.js";
import type { Finding } from "./finding.js";

export interface JsonFinding {
  readonly kind: Finding["kind"];
  readonly code: string;
  readonly message: string;
  readonly why: string;
  readonly hint: string;
  readonly old?: JsonPlace;
  readonly new?: JsonPlace;
}

/** The kind, what has changed and why that breaks something; the place in the new IDL, and the one in the old. */
export function asDiagnostic({ kind, code, message, why, hint, old, new: next }: Finding): Diagnostic {
  const related = old === undefined || next === undefined ? undefined : { message: "it was here", span: old };
  return { severity: "error", code, message: `${message} (${kind}): ${why}`, span: next ?? old, hint, related };
}

export function findingToJson(finding: Finding, sources: Sources): JsonFinding {
  const { kind, code, message, why, hint, old, new: next } = finding;
  const place = (span: Finding["old"]): JsonPlace | undefined => {
    const [json] = toJson([{ severity: "error", code, message, span }], sources);
    const { file, line, column, endLine, endColumn } = json ?? {};
    if (file === undefined || line === undefined || column === undefined) return undefined;
    return { file, line, column, endLine: endLine ?? line, endColumn: endColumn ?? column };
  };
  const [before, after] = [place(old), place(next)];
  return { kind, code, message, why, hint, ...(before && { old: before }), ...(after && { new: after }) };
}

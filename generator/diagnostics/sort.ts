/** The order in which diagnostics are shown: by file, in the order the files were loaded, then by position. */
import type { Diagnostic, Sources } from "../model.js";

/** A new list. Diagnostics without a place come first; equal places keep the order in which they were found. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[], sources: Sources): Diagnostic[] {
  const rank = new Map([...sources.keys()].map((file, index) => [file, index]));
  const fileRank = ({ span }: Diagnostic): number => (span === undefined ? -1 : (rank.get(span.file) ?? rank.size));
  return diagnostics.toSorted((a, b) => fileRank(a) - fileRank(b) || (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

/** `gen`'s diagnostics and the team's lint rules together. */
import type { Analysis } from "../analyse.js";
import { sortDiagnostics } from "../diagnostics/sort.js";
import type { Diagnostic } from "../model.js";
import type { LintConfig } from "./config.js";
import { lintRules } from "./rules.js";

/**
 * All that `gen` would say, warnings with the severity that the config gives them, and what the rules find that it switches
 * on. Rules are for the files that the user has named: nobody can mend those of others.
 * @param roots how many files the user has named
 */
export function lint(
  { program, sources, diagnostics }: Analysis,
  roots: number,
  config: LintConfig,
): readonly Diagnostic[] {
  const found = diagnostics.flatMap((diagnostic) => {
    const severity = diagnostic.severity === "warning" ? config.get(diagnostic.code) : undefined;
    if (severity === "off") return [];
    return severity === undefined ? [diagnostic] : [{ ...diagnostic, severity }];
  });
  // What could not be resolved would look as if it were wrong in other ways, too.
  if (diagnostics.some(({ severity }) => severity === "error")) return found;
  for (const { code, check } of lintRules) {
    const severity = config.get(code);
    if (severity === undefined || severity === "off") continue;
    for (const module of program.modules.slice(0, roots))
      check(module, ({ span }, message, hint, related) => found.push({ severity, code, message, span, hint, related }));
  }
  return sortDiagnostics(found, sources);
}

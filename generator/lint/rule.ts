/** What a lint rule is, and what rules share. Lint rules are for what is right, but not wanted; a team switches them on. */
import type { Diagnostic, Module, Span } from "../model.js";

/** Something found, without the severity, which the config gives it. */
export type Lint = (
  at: { readonly span: Span },
  message: string,
  hint: string,
  related?: Diagnostic["related"],
) => void;

export interface LintRule {
  /** kebab-case: its name in the config, and the code of what it finds. */
  readonly code: string;
  /** What it looks for, in a few words. */
  readonly about: string;
  /** Looks at one file. Knows nothing of other rules. */
  readonly check: (module: Module, lint: Lint) => void;
}

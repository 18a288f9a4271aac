/** What `breaking` finds: a change, whom it breaks, and what to do instead. */
import type { Span } from "../model.js";

/**
 * - `wire`: callers and functions of which one has the old IDL and the other the new one misunderstand each other
 * - `source`: code written against what was generated no longer compiles, or means something else
 * - `state`: what is stored, or the log of a call that is under way, can no longer be read
 */
export type BreakKind = "wire" | "source" | "state";

export interface Finding {
  readonly kind: BreakKind;
  /** kebab-case, stable: `field-removed`. */
  readonly code: string;
  /** What has changed. */
  readonly message: string;
  /** Whom it breaks, and how. */
  readonly why: string;
  /** What to do instead. */
  readonly hint: string;
  /** In the old IDL; absent for what is new. */
  readonly old?: Span | undefined;
  /** In the new IDL: the thing itself, or what it was taken from. */
  readonly new?: Span | undefined;
}

export type ReportBreak = (finding: Finding) => void;

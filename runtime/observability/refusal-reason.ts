/** Why calls are refused, as a metric may count it: a closed list, whatever a stranger sends. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ["ExpiredError", "expired"],
  ["ReusedIdError", "reused_id"],
  ["ForgedCallerError", "forged_caller"],
  ["DivergenceError", "diverged"],
  ["TimingError", "timing"],
  ["UnreadableStepError", "unreadable_step"],
  ["LostWritesError", "lost_writes"],
  ["UnknownInvocationError", "unknown_invocation"],
  ["BusyError", "busy"],
  // A callee was refused, or knows no such method.
  ["ApplicationException", "callee"],
]);

/** By the error's name. */
export function refusalReason(error: unknown): string {
  return (error instanceof Error ? REASONS.get(error.name) : undefined) ?? "other";
}

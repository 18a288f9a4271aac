import type { InvocationAbout } from "../events.js";
import type { Outcome } from "../store/store.js";
import { ExpiredError, FinishedSignal, LostWritesError, ReusedIdError, SupersededSignal } from "./errors.js";

/**
 * Why an attempt is over when the store has refused its commit.
 * @param seen how many log entries the attempt knew
 */
export function explainRefusal(
  about: InvocationAbout,
  outcome: Exclude<Outcome, { kind: "applied" }>,
  seen: number,
): Error {
  switch (outcome.kind) {
    case "stale":
      return new ExpiredError(about);
    case "done":
      return new FinishedSignal(outcome.result);
    case "diverged":
      return new ReusedIdError(about);
    case "behind":
      return new SupersededSignal("another attempt has logged more, or a result has arrived", outcome.record);
    case "regressed":
      return new LostWritesError(about, seen, outcome.logLength);
    case "conflict":
      return new SupersededSignal(`${outcome.key.collection}/${outcome.key.key} has changed since it was read`);
  }
}

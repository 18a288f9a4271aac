/** What the operations of one branch on its service's state begin and end by. */

import { RefusedError } from "../refused-error.js";
import type { Gates } from "../state/gate.js";
import type { Attempt } from "./attempt.js";
import { parked } from "./parked.js";
import type { Scope } from "./scope.js";

/**
 * The gates that all branches share, passed in the order that an earlier attempt has recorded. A value that cannot be
 * read ends the attempt: no `catch` of the handler's may make a result of it (E7).
 */
export function gatesOf({ gates, log }: Attempt, scope: Scope): Gates {
  const within = <T>(operation: () => Promise<T>): Promise<T> =>
    log.enter(scope, operation).catch((error: unknown) => {
      if (!(error instanceof RefusedError)) throw error;
      log.abandon(error);
      return parked();
    });
  return (key) => {
    const gate = gates(key);
    return {
      read: (run) => within(() => gate.read(run)),
      write: (run) => within(() => gate.write(run)),
    };
  };
}

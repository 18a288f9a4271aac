import { next } from "./actions.js";
import { explore, type Explored } from "./explore.js";
import { violation } from "./invariants.js";
import type { Configuration } from "./rules.js";
import { createSharing } from "./sharing.js";
import type { State } from "./state.js";
import { begin } from "./surroundings.js";

/**
 * Explores one configuration of the protocol.
 * @param find what to look for: a violation, or anything else that is to be shown
 */
export function check(configuration: Configuration, limit?: number, find = violation): Explored {
  const { share, encode } = createSharing();
  const steps = (state: State) =>
    next(configuration, state).map((step) => ({ label: step.label, state: share(step.state) }));
  return explore({ initial: share(begin(configuration)), next: steps, key: encode, violation: find }, limit);
}

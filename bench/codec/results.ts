/** What was measured, as a table and as a chart need it. */

import type { MessageName } from "./messages.js";

export interface Measured {
  /** How many bytes the message has. */
  readonly size: number;
  /** Times as fast as the baseline: medians over all rounds. */
  readonly encode: number;
  readonly decode: number;
  /** Bytes allocated per message. */
  readonly encodeMemory: number;
  readonly decodeMemory: number;
}

/** By contestant, in the order they are shown in. */
export type Results = Map<string, Readonly<Record<MessageName, Measured>>>;

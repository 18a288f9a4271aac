/** What is explored: in the test suite, and on demand. Each stays exhaustive within its budget. */

import { type Configuration, configure } from "./rules.js";

const apart = { partitions: "apart" } as const;

/** About a million states, in about a minute on one slow core. */
export const SMALL: readonly Configuration[] = [
  configure("crashes, losses, duplicates, retries", {
    crashes: 1,
    duplicates: 1,
    losses: 1,
    clientRetries: 1,
    callRetries: 1,
    writesToX: 1,
  }),
];

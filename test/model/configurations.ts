/** What is explored: in the test suite, and on demand. Each is explored to its end: everything that its budget allows. */

import { type Configuration, configure } from "./rules.js";

const apart = { partitions: "apart" } as const;
const faults = { crashes: 1, duplicates: 1, losses: 1, clientRetries: 1, writesToX: 1 };
const conflicts = { crashes: 1, duplicates: 1, clientRetries: 1, writesToX: 1, writesToY: 1, writesToCounter: 1 };

/** A million states, in about a minute on one slow core. */
export const SMALL: readonly Configuration[] = [
  configure("faults and retries", { ...faults, callRetries: 1 }),
  configure("faults and retries, partitions apart", faults, apart),
  configure("conflicts", conflicts, { xChooses: "argument" }),
  configure("collectors in the way", { crashes: 1, duplicates: 1, claims: 2, writesToX: 1 }),
  configure("parking", { crashes: 1, duplicates: 1, claims: 1, parks: 2, writesToX: 1 }),
  configure("parking, partitions apart", { crashes: 1, duplicates: 1, losses: 1, claims: 1, parks: 1 }, apart),
  configure("commits sent twice", { crashes: 1, duplicates: 1, resends: 2, clientRetries: 1, parks: 1 }),
  configure("commits sent twice, partitions apart", { duplicates: 1, losses: 1, resends: 2, parks: 1 }, apart),
  configure("expiry", { crashes: 1, duplicates: 1, jumps: 2, clientRetries: 1, claims: 1 }),
  configure("expiry, parking", { duplicates: 2, jumps: 2, parks: 1, writesToX: 1 }),
  configure("expiry, partitions apart", { crashes: 1, duplicates: 1, losses: 1, jumps: 2, parks: 1 }, apart),
  configure(
    "expiry minted by the store",
    { crashes: 1, duplicates: 1, jumps: 2, clientRetries: 1, parks: 1, writesToX: 1 },
    { expiryFrom: "store" },
  ),
];

/** More of everything: six million states, in about ten minutes. */
export const LARGE: readonly Configuration[] = [
  configure("faults and retries", { ...faults, crashes: 2, losses: 2, callRetries: 1 }),
  configure("faults and retries, partitions apart", { ...faults, crashes: 2, callRetries: 1 }, apart),
  configure("duplicates", { duplicates: 3, crashes: 1, writesToX: 1 }),
  configure("conflicts", { ...conflicts, duplicates: 2 }),
  configure("conflicts, partitions apart", conflicts, apart),
  configure("parking", { crashes: 1, duplicates: 1, losses: 1, claims: 1, parks: 2, callRetries: 1 }),
  configure("parking, partitions apart", { crashes: 2, duplicates: 1, losses: 1, claims: 1, parks: 2 }, apart),
  configure("commits sent twice", { crashes: 1, duplicates: 1, resends: 2, clientRetries: 1, parks: 1, writesToX: 1 }),
  configure("expiry", { crashes: 1, duplicates: 1, jumps: 2, clientRetries: 1, claims: 1, parks: 1 }),
  configure("expiry, partitions apart", { crashes: 1, duplicates: 1, losses: 1, jumps: 2, parks: 1, claims: 1 }, apart),
  configure(
    "expiry minted by the store",
    { crashes: 1, duplicates: 2, jumps: 2, clientRetries: 1, parks: 1, writesToX: 1 },
    { expiryFrom: "store" },
  ),
];

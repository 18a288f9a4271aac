/** What clients ask for in a schedule. */

import { pick } from "./chance.js";

/** How a client goes about a call. */
export type Manner =
  /** Calls, and waits. */
  | "call"
  /** Submits, and fetches the result later. */
  | "submit"
  /** As a plain Thrift client: without an envelope, once. */
  | "plain";

export interface Workflow {
  readonly name: string;
  /** Of the service Root. */
  readonly method: string;
  readonly manner: Manner;
  /** How many roots there may be at once. */
  readonly roots: readonly number[];
  /**
   * True if a root reads state while it waits for a call. Such a read is fixed in its log and not checked when it commits,
   * so an update may be lost: what a handler reads before it calls, it reads as one reads without a lock.
   */
  readonly readsEarly: boolean;
  readonly topologies: readonly Topology[];
}

/** Which functions share what: callbacks ride in the commit, go through the store, or are Thrift calls. */
export type Topology = "one partition" | "partitions" | "two stores";

const ANY: readonly Topology[] = ["one partition", "one partition", "partitions", "two stores"];

const workflow = (name: string, method: string, about: Partial<Workflow> = {}): Workflow => ({
  name,
  method,
  manner: "call",
  roots: [1, 1, 2],
  readsEarly: false,
  topologies: ANY,
  ...about,
});

export const WORKFLOWS: readonly Workflow[] = [
  workflow("read-modify-write", "one", { roots: [1, 2] }),
  workflow("contention", "one", { roots: [3, 5] }),
  workflow("two-levels", "two"),
  workflow("three-levels", "three"),
  workflow("race", "race", { readsEarly: true }),
  workflow("oneway", "notify"),
  workflow("outside-effects", "effects"),
  workflow("parking", "wait"),
  workflow("readonly", "ask"),
  workflow("branches", "branches", { readsEarly: true }),
  workflow("exceptions", "faults"),
  workflow("submit", "two", { manner: "submit" }),
  workflow("submit-parking", "wait", { manner: "submit", roots: [1] }),
  workflow("plain-client", "two", { manner: "plain", roots: [1] }),
  workflow("plain-oneway", "notify", { manner: "plain", roots: [1] }),
];

export function workflowOf(name: string): Workflow {
  const found = WORKFLOWS.find((one) => one.name === name);
  if (found === undefined)
    throw new Error(`there is no workflow "${name}"; there are ${WORKFLOWS.map((one) => one.name).join(", ")}`);
  return found;
}

/** The workflow that a seed simulates. */
export function workflowAt(seed: number): Workflow {
  return pick(WORKFLOWS, (seed % WORKFLOWS.length) / WORKFLOWS.length);
}

/** What the gateway does before it sends a call on: it looks the function up, and wakes it if it has no replica ready. */

import { setTimeout as sleep } from "node:timers/promises";
import { ProviderDown, type Deployed, type FindDeployed } from "../cluster/deployed.js";
import type { Timing } from "../timing.js";

export interface Sought {
  readonly name: string;
  readonly namespace: string;
  readonly find: FindDeployed;
  readonly timing: Pick<Timing, "scalePollMs" | "scalePolls">;
  /** Whether nobody waits any more. */
  readonly gone: () => boolean;
}

/**
 * Resolves to the function, with a replica that is ready unless none came in time, or to why there is no such function,
 * as the gateway says it.
 */
export async function waitForReplica(sought: Sought): Promise<Deployed | string> {
  const { name, namespace, find, timing, gone } = sought;
  let deployed: Deployed | undefined;
  try {
    deployed = find(name, namespace);
  } catch (error) {
    if (!(error instanceof ProviderDown)) throw error;
    return notFound(sought, error.message);
  }
  // The gateway takes the provider's word for the function and for its own address.
  if (deployed === undefined)
    return notFound(sought, `server returned non-200 status code (404) for function, ${name}, body: `);
  if (deployed.available === 0 && deployed.replicas === 0) deployed.scale(Math.max(1, deployed.minimum));
  // Who waits keeps it from going to sleep again.
  const done = deployed.begin();
  for (let polls = 0; deployed.available === 0 && polls < timing.scalePolls && !gone(); polls++)
    await sleep(timing.scalePollMs);
  done();
  return deployed;
}

function notFound({ name, namespace }: Sought, why: string): string {
  return `error finding function ${name}.${namespace}: ${why}`;
}

/** Where an invocation's record and its service's state live. */

import { sha256 } from "../sha256.js";
import type { Args, Method, Service } from "../service/method.js";

/**
 * Into how many parts `faas.partition` spreads a service. Fixed for ever: a stored value is found under its part's name.
 * Enough to spread over a cluster's nodes, few enough for a collector to visit them all.
 */
export const PARTS = 64;

/** The service's name; with a part's number behind it for a method that has `faas.partition`. */
export function partitionOf<A extends Args>(service: Service, method: Method<A>, args: A): string {
  if (method.partitionBy === undefined) return service.name;
  const [first = 0] = sha256(Buffer.from(method.partitionBy(args)));
  return `${service.name}/${first % PARTS}`;
}

/** Every partition that an invocation of the method can be in. */
export function partitionsOf(service: Service, method: Method): string[] {
  if (method.partitionBy === undefined) return [service.name];
  return Array.from({ length: PARTS }, (_, part) => `${service.name}/${part}`);
}

/** What goes wrong in one schedule and when, and how long everything takes: the only source of chance in a simulation. */

import { chance, pick } from "./chance.js";
import { type Boundary, EXPIRING, type Fault, possibleFaults, type Role } from "./faults.js";

export interface Plan {
  /** Whether something goes wrong at a boundary. @param moment the number of boundaries crossed so far, from 1 */
  fault(moment: number, role: Role, boundary: Boundary): Fault | undefined;
  /** In [0, 1). @param moment as often as it is asked, counted from 1 */
  fraction(moment: number): number;
}

/** A fault as it came about, and when. */
export interface Happened {
  readonly moment: number;
  readonly fault: Fault;
  readonly where: string;
}

/** How likely a fault is at a boundary: from one or two per schedule to many. */
const RATES = [0.01, 0.03, 0.08, 0.15] as const;
const MOST_FAULTS = 12;
/** In one schedule of so many, time may pass until IDs have expired unfinished. */
const EXPIRING_ONE_IN = 8;

const fractions = (seed: number) => (moment: number) => chance(seed, moment, 9);

/**
 * What this seed brings.
 * @param only the moments at which something may go wrong; absent: at every one
 */
export function seededPlan(seed: number, only?: ReadonlySet<number>): Plan {
  const rate = pick(RATES, chance(seed, 0, 1));
  const mayExpire = chance(seed, 0, 2) < 1 / EXPIRING_ONE_IN;
  let left = MOST_FAULTS;
  return {
    fault(moment, role, boundary) {
      if (chance(seed, moment, 3) >= rate || only?.has(moment) === false || left === 0) return undefined;
      const fault = pick(possibleFaults(role, boundary), chance(seed, moment, 4));
      if (EXPIRING.has(fault) && !mayExpire) return undefined;
      left--;
      return fault;
    },
    fraction: fractions(seed),
  };
}

/** Exactly these faults, at exactly these moments; how long things take is this seed's. */
export function exactPlan(seed: number, faults: ReadonlyMap<number, Fault>): Plan {
  return { fault: (moment) => faults.get(moment), fraction: fractions(seed) };
}

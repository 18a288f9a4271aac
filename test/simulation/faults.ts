/** What can go wrong, and where. */

/** The places in the life of a process at which something can go wrong: between what it does and the world. */
export type Boundary =
  | "before commit"
  | "after commit"
  | "before load"
  | "after load"
  | "before read"
  | "after read"
  | "before deliver"
  | "after deliver"
  | "before claim"
  | "after claim"
  | "before sweep"
  | "after sweep"
  | "before write"
  | "after write"
  | "before send"
  | "after receive"
  | "start"
  | "reply";

export type Fault =
  /** The process dies here, and whoever waits for its answer is told so. */
  | "die"
  /** The process dies here, and nobody is told. */
  | "vanish"
  /** Whoever waits for the answer is told that the process is dead; it goes on all the same, a while later. */
  | "zombie"
  /** The same, after its invocation's ID has expired. */
  | "late zombie"
  /** The operation fails: before it has happened, or after that. A message or a reply is lost. */
  | "fail"
  /** Only half of the reply arrives. */
  | "cut"
  /** The message arrives a second time, a while later. */
  | "duplicate"
  /** The message arrives once more at some time before its ID has expired, or after that. */
  | "late duplicate"
  /** The message arrives once more when its record is forgotten. */
  | "latest duplicate"
  /** The process runs an older deployment, which does not know the method. */
  | "outdated"
  /** This takes long. */
  | "slow"
  /** The whole world stands still for some time: long enough to park, or for a collector to think that nobody is at work. */
  | "pause"
  /** A collector makes a pass. */
  | "collect"
  /** The whole world stands still until every ID has expired. */
  | "expire"
  /** The whole world stands still until every record may be forgotten. */
  | "forget";

/** Faults after which IDs may expire unfinished. */
export const EXPIRING: ReadonlySet<Fault> = new Set<Fault>(["expire", "forget"]);

const EVERYWHERE: readonly Fault[] = ["die", "vanish", "slow", "pause", "collect", "expire", "forget"];
const ZOMBIES: readonly Fault[] = ["zombie", "late zombie"];
const DUPLICATES: readonly Fault[] = ["duplicate", "duplicate", "late duplicate", "latest duplicate"];

/** Who crosses a boundary: only an attempt has somebody who waits for it, and a plain client's message has no ID. */
export type Role = "attempt" | "client" | "plain client" | "collector";

function faultsAt(role: Role, boundary: Boundary): readonly Fault[] {
  const faults = [...EVERYWHERE];
  if (role === "attempt") faults.push(...ZOMBIES, "die");
  if (boundary !== "start" && boundary !== "reply") faults.push("fail");
  if (boundary === "start") faults.push("outdated");
  if (boundary === "before send" && role !== "plain client") faults.push(...DUPLICATES);
  if (boundary === "after receive") faults.push("cut");
  return faults;
}

const known = new Map<string, readonly Fault[]>();

/** What can go wrong there; what is more likely stands there more often. */
export function possibleFaults(role: Role, boundary: Boundary): readonly Fault[] {
  const name = `${role} ${boundary}`;
  const faults = known.get(name) ?? faultsAt(role, boundary);
  known.set(name, faults);
  return faults;
}

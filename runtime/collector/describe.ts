import type { DeadLetter } from "../store/store.js";
import type { Collected } from "./collect.js";

/** One pass in words, for a log: a line, and one for everything that somebody should look at. */
export function describeCollected({ finished, unfinished, deadLetters }: Collected): string[] {
  return [
    `collector: ${finished} finished, ${unfinished.length} unfinished, ${deadLetters.length} dead letters`,
    ...unfinished.map(
      ({ claim: { key, intent }, reason }) => `unfinished ${key.partition} ${key.id} (${intent.function}): ${reason}`,
    ),
    ...deadLetters.map(describeDeadLetter),
  ];
}

export function describeDeadLetter({ key, intent, expiry }: DeadLetter): string {
  const when = new Date(expiry).toISOString();
  return `DEAD LETTER ${key.partition} ${key.id} (${intent.function}): expired unfinished at ${when}; it will not be tried again`;
}

/** What is done to functions, clients and the store during a storm, and when: all of it follows from a seed. */

import type { SeededRandom } from "./seeded-random.js";

export type Blow =
  | { readonly kind: "kill function"; readonly name: string }
  /** SIGSTOP, and SIGCONT after so long: its connections stay open, nothing is answered. */
  | { readonly kind: "stop function"; readonly name: string; readonly forMs: number }
  /** Down for so long. */
  | { readonly kind: "restart redis"; readonly forMs: number }
  | { readonly kind: "kill client"; readonly client: number };

export interface ScheduledBlow {
  /** Since the blow before. */
  readonly afterMs: number;
  readonly blow: Blow;
}

/** One round: every function is killed once, some stop for a while, Redis restarts, and every client is killed. */
export function scheduleRound(
  random: SeededRandom,
  functions: readonly string[],
  clients: number,
): readonly ScheduledBlow[] {
  const stopped = random.shuffle(functions).slice(0, 2);
  const blows: Blow[] = [
    ...functions.map((name): Blow => ({ kind: "kill function", name })),
    ...stopped.map((name): Blow => ({ kind: "stop function", name, forMs: random.between(200, 1_500) })),
    { kind: "restart redis", forMs: random.between(50, 800) },
    ...Array.from({ length: clients }, (_, client): Blow => ({ kind: "kill client", client })),
  ];
  return random.shuffle(blows).map((blow) => ({ afterMs: random.between(50, 350), blow }));
}

/** One process, or a client, or a collector: something that can die. What it waits for then never comes. */

import type { Role } from "./faults.js";

export class Life {
  readonly name: string;
  readonly role: Role;
  /** Tells whoever waits for it that it is dead, which need not be so. */
  readonly tell: () => void;
  isDead = false;
  /** Nothing in it goes on before this time. */
  frozenUntil = 0;

  constructor(name: string, role: Role, tell: () => void = () => {}) {
    this.name = name;
    this.role = role;
    this.tell = tell;
  }
}

export function never(): Promise<never> {
  return new Promise(() => {});
}

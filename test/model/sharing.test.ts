/** States count as the same exactly when they are: by their short names, and by all that they hold, written out. */

import { expect } from "chai";
import { next } from "./actions.js";
import { explore } from "./explore.js";
import { configure } from "./rules.js";
import { createSharing } from "./sharing.js";
import type { State } from "./state.js";
import { begin } from "./surroundings.js";

function writeOut(value: unknown): string {
  const isBag = (key: string): boolean => ["attempts", "network", "opened", "letters"].includes(key);
  return JSON.stringify(value, (key, part: unknown) => {
    if (part instanceof Map) return Object.fromEntries(part) as unknown;
    if (part instanceof Uint8Array) return [...part];
    if (Array.isArray(part)) return isBag(key) ? part.map(writeOut).sort(compare) : part;
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => compare(a, b)));
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

describe("the short names of states", () => {
  for (const partitions of ["joined", "apart"] as const) {
    it(`tell states apart: partitions ${partitions}`, () => {
      const budget = { crashes: 1, duplicates: 1, parks: 1, writesToX: 1 };
      const configuration = configure("names", budget, { partitions });
      const { share, encode } = createSharing();
      const plain = { initial: begin(configuration), violation: () => undefined };
      const steps = (state: State) => next(configuration, state);
      const shared = (state: State) => steps(state).map(({ label, state: after }) => ({ label, state: share(after) }));
      const short = explore({ ...plain, initial: share(plain.initial), next: shared, key: encode });
      const long = explore({ ...plain, next: steps, key: writeOut });
      expect(long.states).to.be.greaterThan(1_000);
      expect(short).to.deep.equal(long);
    });
  }
});

/** Objects that histories of handlers are compared with; see linearizability.ts. */

import type { SequentialModel } from "./linearizability.js";

export type RegisterInput =
  | { readonly kind: "read" }
  | { readonly kind: "write"; readonly value: number }
  | { readonly kind: "cas"; readonly from: number; readonly to: number };

/** Reads return the value, writes null, compare-and-set whether it has set. */
export function register(initial = 0): SequentialModel<number, RegisterInput, number | boolean | null> {
  return {
    initial,
    apply(state, input) {
      if (input.kind === "read") return { state, output: state };
      if (input.kind === "write") return { state: input.value, output: null };
      const isSet = state === input.from;
      return { state: isSet ? input.to : state, output: isSet };
    },
  };
}

export type CounterInput = "increment" | "read";

/** Both return the value afterwards. */
export const counter: SequentialModel<number, CounterInput, number> = {
  initial: 0,
  apply(state, input) {
    const value = input === "read" ? state : state + 1;
    return { state: value, output: value };
  },
};

/** A cell that does one thing after the other: what histories of real ones are compared with. */

import type { SequentialModel } from "../support/linearizability.js";

export type CellInput =
  | { readonly kind: "read" }
  /** The same, by a method that is not recorded (`faas.readonly`). */
  | { readonly kind: "peek" }
  | { readonly kind: "write"; readonly value: number }
  | { readonly kind: "increment" };

/** Outputs are the cell's value afterwards. */
export const cellModel: SequentialModel<number, CellInput, number> = {
  initial: 0,
  apply(state, input) {
    const value = input.kind === "write" ? input.value : input.kind === "increment" ? state + 1 : state;
    return { state: value, output: value };
  },
};

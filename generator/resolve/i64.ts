/** `faas.i64`: what the i64s that are written in a type are in TypeScript. */
import type { Annotations, I64 } from "../model.js";

export const I64_ANNOTATION = "faas.i64";

export function isI64Choice(value: string): value is I64 {
  return value === "bigint" || value === "number";
}

/** Undefined when the annotation is absent or means nothing; `check` reports that. */
export function chosenI64(annotations: Annotations): I64 | undefined {
  const value = annotations.get(I64_ANNOTATION)?.value;
  return value !== undefined && isI64Choice(value) ? value : undefined;
}

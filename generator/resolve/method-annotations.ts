/** What the annotations of a method say, for the rules that check them and the plan that makes use of them. */
import type { Annotation, Field, Method } from "../model.js";

export const EFFECTS = ["readonly", "pure", "idempotent"] as const;
export type Effects = (typeof EFFECTS)[number];

/** Each annotation of the method that speaks of its effects; at most one is right. */
export function effectsOf({ annotations }: Method): readonly { effects: Effects; annotation: Annotation }[] {
  return EFFECTS.flatMap((effects) => {
    const annotation = annotations.get(`faas.${effects}`);
    return annotation === undefined ? [] : [{ effects, annotation }];
  });
}

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** The longest time a timer of JavaScript's can be set to. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** `500ms`, `5s` or `2m` in milliseconds; undefined for anything else. */
export function parseTimeout(text: string): number | undefined {
  const [, amount, unit = ""] = /^([1-9]\d*)(ms|s|m)$/.exec(text) ?? [];
  const milliseconds = Number(amount) * (MILLISECONDS[unit] ?? NaN);
  return milliseconds <= LONGEST_TIMEOUT ? milliseconds : undefined;
}

/** A number of tries from 1 to 100; undefined for anything else. */
export function parseTries(text: string): number | undefined {
  return /^([1-9]\d?|100)$/.test(text) ? Number(text) : undefined;
}

/** The argument that `faas.partition` names. */
export function partitionArgument({ annotations, args }: Method): Field | undefined {
  const name = annotations.get("faas.partition")?.value;
  return args.find((arg) => arg.name === name);
}

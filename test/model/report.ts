import type { Explored } from "./explore.js";

/** One line of numbers, and the trace if there is a violation. */
export function describeExplored(
  name: string,
  { states, transitions, depth, isComplete, violation }: Explored,
): string {
  const size = `${name}: ${states} states, ${transitions} transitions, ${depth} steps deep`;
  if (violation === undefined) return isComplete ? size : `${size}; not explored to its end`;
  const steps = violation.trace.map((step, index) => `\n  ${index + 1}. ${step}`);
  return `${size}. After ${steps.length} steps, ${violation.what}:${steps.join("")}`;
}

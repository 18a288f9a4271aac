/**
 * Explores all states that can be reached, breadth first, so that the trace of a violation is a shortest one. A state is
 * kept only until its successors are known; of the others there is a short key, the parent's number and which of the
 * parent's steps led there, from which a trace is made again.
 */

export interface Explorable<S> {
  readonly initial: S;
  /** Must give the same steps in the same order for the same state. */
  readonly next: (state: S) => readonly { readonly label: string; readonly state: S }[];
  /** Equal exactly for states that need not be told apart. */
  readonly key: (state: S) => string;
  readonly violation: (state: S) => string | undefined;
}

export interface Explored {
  readonly states: number;
  readonly transitions: number;
  /** How many steps the farthest state is away. */
  readonly depth: number;
  /** False if `limit` ended the search. */
  readonly isComplete: boolean;
  readonly violation?: { readonly what: string; readonly trace: readonly string[] };
}

/** @param limit how many states to look at, at most */
export function explore<S>(model: Explorable<S>, limit = 16_000_000): Explored {
  const { initial, next, key, violation } = model;
  const seen = new Set([key(initial)]);
  const parents = new Int32Array(limit + 1);
  const choices = new Uint8Array(limit + 1);
  let level: { readonly number: number; readonly state: S }[] = [{ number: 0, state: initial }];
  let transitions = 0;
  for (let depth = 0; ; depth++) {
    const following: typeof level = [];
    for (const { number, state } of level) {
      for (const [choice, step] of next(state).entries()) {
        transitions++;
        const size = seen.size;
        if (seen.add(key(step.state)).size === size) continue;
        parents[size] = number;
        choices[size] = choice;
        const what = violation(step.state);
        const counted = { states: seen.size, transitions, depth: depth + 1 };
        if (what !== undefined)
          return { ...counted, isComplete: false, violation: { what, trace: trace(model, parents, choices, size) } };
        if (size >= limit) return { ...counted, isComplete: false };
        following.push({ number: size, state: step.state });
      }
    }
    if (following.length === 0) return { states: seen.size, transitions, depth, isComplete: true };
    level = following;
  }
}

/** The steps from the initial state to the one with this number, in words. */
function trace<S>(
  { initial, next }: Explorable<S>,
  parents: Int32Array,
  choices: Uint8Array,
  number: number,
): string[] {
  const path: number[] = [];
  for (let at = number; at !== 0; at = parents[at] ?? 0) path.unshift(choices[at] ?? 0);
  const labels: string[] = [];
  let state = initial;
  for (const choice of path) {
    const step = next(state)[choice];
    if (step === undefined) throw new Error("The model gave other steps for a state than the first time.");
    labels.push(step.label);
    state = step.state;
  }
  return labels;
}

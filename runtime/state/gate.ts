/**
 * Keeps operations of several steps from getting in each other's way, within one attempt: reads run side by side, a
 * write runs alone, all in the order in which they were asked for. What need not wait starts at once, so that steps of an
 * invocation are taken when the handler asks for them.
 */

import { remember } from "./remember.js";

export interface Gate {
  read<T>(run: () => Promise<T>): Promise<T>;
  write<T>(run: () => Promise<T>): Promise<T>;
}

/** The gates of one attempt by what they stand before: its branches share them. */
export type Gates = (key: string) => Gate;

export function createGates(): Gates {
  return remember(createGate);
}

function createGate(): Gate {
  const reads = new Set<Promise<void>>();
  let lastWrite: Promise<void> | undefined;
  return {
    read(run) {
      const started = lastWrite === undefined ? run() : lastWrite.then(run);
      const result = started.finally(() => reads.delete(end));
      const end = ended(result);
      reads.add(end);
      return result;
    },
    write(run) {
      const before = lastWrite === undefined ? [...reads] : [lastWrite, ...reads];
      const started = before.length === 0 ? run() : Promise.all(before).then(run);
      // Before whoever waits for it goes on.
      const result = started.finally(() => {
        if (lastWrite === end) lastWrite = undefined;
      });
      const end = ended(result);
      lastWrite = end;
      return result;
    },
  };
}

/** When it is over, however it ends. */
function ended(operation: Promise<unknown>): Promise<void> {
  const over = (): void => {};
  return operation.then(over, over);
}

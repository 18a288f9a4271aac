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
      const result = lastWrite === undefined ? run() : lastWrite.then(run);
      const end = ended(result);
      reads.add(end);
      void end.then(() => reads.delete(end));
      return result;
    },
    write(run) {
      const before = lastWrite === undefined ? [...reads] : [lastWrite, ...reads];
      const result = before.length === 0 ? run() : Promise.all(before).then(run);
      const end = ended(result);
      lastWrite = end;
      void end.then(() => {
        if (lastWrite === end) lastWrite = undefined;
      });
      return result;
    },
  };
}

/** When it is over, however it ends. */
function ended(operation: Promise<unknown>): Promise<void> {
  const over = (): void => {};
  return operation.then(over, over);
}

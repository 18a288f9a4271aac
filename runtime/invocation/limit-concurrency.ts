import type { carryOut } from "./carry-out.js";
import { BusyError } from "./errors.js";

/**
 * Lets so many calls run at once and refuses the others, untouched, with a `BusyError`. Callbacks and questions for results
 * are not calls of a handler and always get through: who waits for them holds a place already. A submitted call holds its
 * place until it has run.
 */
export function limitConcurrency(run: typeof carryOut, limit: number): typeof carryOut {
  let running = 0;
  return async (call, handler, context) => {
    if (running >= limit) throw new BusyError(context.functionName, limit);
    running++;
    return run(call, handler, context, () => running--);
  };
}

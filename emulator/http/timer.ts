const LONGEST_MS = 2 ** 31 - 1;

/** Runs something after a time limit; never if that is 0, which means none to Go's servers. */
export function startTimer(ms: number, run: () => void): NodeJS.Timeout | undefined {
  return ms === 0 ? undefined : setTimeout(run, Math.min(ms, LONGEST_MS));
}

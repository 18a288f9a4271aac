/** How long something takes. By `process.hrtime`, which is there; the first use of `performance` loads seven modules. */

/** @returns tells the seconds since the start */
export function startStopwatch(): () => number {
  const begun = process.hrtime();
  return () => {
    const [seconds, nanoseconds] = process.hrtime(begun);
    return seconds + nanoseconds / 1e9;
  };
}

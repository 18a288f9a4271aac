/**
 * A promise that never settles: what a handler waits for once its attempt is over. To the handler it is as if its
 * process had died there; nothing it might do with an error can do harm, and no rejection is left unhandled.
 */
export function parked(): Promise<never> {
  return new Promise(() => {});
}

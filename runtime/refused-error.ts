/**
 * The invocation cannot go on and must not be recorded as having failed: once the cause is mended, it may still be
 * finished under its ID. Whoever called it is refused in turn, up to the client.
 */
export abstract class RefusedError extends Error {}

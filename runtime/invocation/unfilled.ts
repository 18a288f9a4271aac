import type { Invocation } from "./invocation.js";

/** What a generated stub does until its owner fills it in: fails with a message that names the method. */
export function unfilled(invocation: Invocation, ...args: unknown[]): never {
  throw new Error(
    `The stub of ${invocation.method} is not filled in (it was called with ${args.length} arguments); its handler.ts is under gen/functions/`,
  );
}

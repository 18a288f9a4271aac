/** What a stack file says that matters for running it. */

export interface StackFunction {
  /** A DNS label. */
  readonly name: string;
  readonly namespace: string;
  /** Path of its index.ts. */
  readonly entry: string;
  /** With what its files say. */
  readonly environment: Readonly<Record<string, string>>;
  /** The names of those it lists; it sees no others. */
  readonly secrets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Stack {
  /** As in the file. */
  readonly functions: readonly StackFunction[];
  /** What works here, and should be thought about: `stack.yaml:3:5: ...`. */
  readonly warnings: readonly string[];
}

/** Where OpenFaaS puts functions that name no namespace. */
export const DEFAULT_NAMESPACE = "openfaas-fn";

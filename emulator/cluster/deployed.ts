/** A deployed function as the gateway and the provider see it. */

/** A replica that takes calls. */
export interface Endpoint {
  readonly port: number;
  /** Ends its function's process with SIGKILL. */
  kill(): void;
}

export interface Deployed {
  /** How many replicas there are to be. */
  readonly replicas: number;
  /** How many take calls. */
  readonly available: number;
  /** As many as there are when somebody calls. */
  readonly minimum: number;
  scale(replicas: number): void;
  /** The replica for the next call: each in turn. Undefined if none takes calls. */
  next(): Endpoint | undefined;
  /** Told when a call comes, and calls what it returns when that is answered. */
  begin(): () => void;
}

/** What the cluster says about its functions. @throws ProviderDown if nobody is there to ask */
export type FindDeployed = (name: string, namespace: string) => Deployed | undefined;

/** The provider, which knows the functions and where they run, does not answer. */
export class ProviderDown extends Error {
  override readonly name = "ProviderDown";
}

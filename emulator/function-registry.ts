/** A function as the gateway needs it. */
export interface FunctionEndpoint {
  /** The loopback port it serves on; makes it serve first. Rejects if it cannot. */
  port(): Promise<number>;
  /** Told that a connection to it broke: resolves when `port` knows whether it is gone. */
  suspect(): Promise<void>;
}

/** By name. */
export type FunctionRegistry = ReadonlyMap<string, FunctionEndpoint>;

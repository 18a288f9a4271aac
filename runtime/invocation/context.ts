import type { Transport } from "../client/transport.js";
import type { Store } from "../store/store.js";

/** What a function needs to run invocations; one per process. */
export interface FunctionContext {
  /** The function as the gateway knows it: `text-service`. */
  readonly functionName: string;
  readonly store: Store;
  readonly transport: Transport;
  /** How long a handler's call is tried before the attempt gives up, in milliseconds. */
  readonly callTimeoutMs: number;
}

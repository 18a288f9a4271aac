import type { Background } from "../background.js";
import type { StoreIdentity } from "../callback/store-identity.js";
import type { Sender } from "../client/send-call.js";
import type { Limits } from "../protocol/limits.js";
import type { RecordedResult, Store } from "../store/store.js";

/** What a function needs to run invocations; one per process. */
export interface FunctionContext extends Sender {
  /** The function as the gateway knows it: `text-service`. */
  readonly functionName: string;
  readonly store: Store;
  readonly identity: StoreIdentity;
  /** How long a handler's call is tried before the attempt gives up, in milliseconds. */
  readonly callTimeoutMs: number;
  /** How long a handler waits for a call before it gives its process back, in milliseconds. */
  readonly suspendAfterMs: number;
  /** What a call may ask of its reader; the defaults if absent. */
  readonly limits?: Limits;
  /** What goes on after a reply. */
  readonly background: Background;
  /** Results of `faas.pure` methods, by fingerprint: they hold as long as the code does, which is this process. */
  readonly pureResults: Map<string, RecordedResult>;
}

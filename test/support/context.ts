import { Background } from "../../runtime/background.js";
import { readStoreIdentity } from "../../runtime/callback/store-identity.js";
import type { Transport } from "../../runtime/client/transport.js";
import { processEnvironment } from "../../runtime/environment.js";
import type { FunctionContext } from "../../runtime/invocation/context.js";
import type { Store } from "../../runtime/store/store.js";

/** What a function process has, with patience for tests. */
export async function makeContext(
  functionName: string,
  store: Store,
  transport: Transport,
  overrides: Partial<FunctionContext> = {},
): Promise<FunctionContext> {
  return {
    functionName,
    store,
    transport,
    identity: await readStoreIdentity(store),
    environment: processEnvironment,
    callTimeoutMs: 10_000,
    suspendAfterMs: 10_000,
    background: new Background(),
    pureResults: new Map(),
    ...overrides,
  };
}

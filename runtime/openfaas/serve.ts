/** What the generated index.ts of a function calls: wires a handler to its store, its gateway and its HTTP host. */

import { Background } from "../background.js";
import { readStoreIdentity } from "../callback/store-identity.js";
import { processEnvironment } from "../environment.js";
import { carryOut } from "../invocation/carry-out.js";
import { executeUnguarded } from "../invocation/execute-unguarded.js";
import type { FunctionContext } from "../invocation/context.js";
import { observe } from "../observability/observe.js";
import { watchStore } from "../observability/watch-store.js";
import type { ServiceDescriptor } from "../service/descriptor.js";
import { createExchange } from "../service/create-exchange.js";
import { openStore } from "../store/open.js";
import { collectOnRequest } from "./collect-on-request.js";
import { readSettings } from "./settings.js";
import { runFunction } from "./function-process.js";
import { GatewayClient } from "./gateway-client.js";

/** How long a handler's call to another function is tried before its attempt gives up. */
const CALL_TIMEOUT_MS = 30_000;

/** Serves a handler as an OpenFaaS function until the process is told to stop. */
export async function serve<Handler>(service: ServiceDescriptor<Handler>, handler: Handler): Promise<void> {
  await runFunction(async () => {
    const settings = await readSettings(process.env);
    const stopObserving = await observe(service.function, settings);
    const store = watchStore(await openStore(settings.store, { password: settings.storePassword }));
    const transport = new GatewayClient(settings.gateway);
    const context: FunctionContext = {
      functionName: service.function,
      store,
      identity: await readStoreIdentity(store),
      transport,
      environment: processEnvironment,
      callTimeoutMs: CALL_TIMEOUT_MS,
      suspendAfterMs: settings.suspendAfterMs,
      background: new Background(),
      pureResults: new Map(),
    };
    const run = settings.exactlyOnce ? carryOut : executeUnguarded;
    return {
      exchange: createExchange(service, handler, context, run),
      collect: collectOnRequest(context, settings.collectAfterMs),
      close: async () => {
        await context.background.settled();
        transport.close();
        await store.close();
        await stopObserving();
      },
    };
  });
}

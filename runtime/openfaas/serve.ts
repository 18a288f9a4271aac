/** What the generated index.ts of a function calls: wires a handler to its store, its gateway and its HTTP host. */

import { execute } from "../invocation/execute.js";
import { executeUnguarded } from "../invocation/execute-unguarded.js";
import type { FunctionContext } from "../invocation/context.js";
import type { ServiceDescriptor } from "../service/descriptor.js";
import { createProcessor } from "../service/processor.js";
import { openStore } from "../store/open.js";
import { readSettings } from "./settings.js";
import { runFunction } from "./function-process.js";
import { GatewayClient } from "./gateway-client.js";
import { logFailures } from "./log-failures.js";

/** How long a handler's call to another function is tried before its attempt gives up. */
const CALL_TIMEOUT_MS = 30_000;

/** Serves a handler as an OpenFaaS function until the process is told to stop. */
export async function serve<Handler>(service: ServiceDescriptor<Handler>, handler: Handler): Promise<void> {
  await runFunction(async () => {
    const settings = readSettings(process.env);
    const store = await openStore(settings.store);
    const transport = new GatewayClient(settings.gateway);
    const context: FunctionContext = {
      functionName: service.function,
      store,
      transport,
      callTimeoutMs: CALL_TIMEOUT_MS,
    };
    logFailures();
    const run = settings.exactlyOnce ? execute : executeUnguarded;
    return {
      exchange: createProcessor(service, (call) => run(call, handler, context)),
      close: async () => {
        transport.close();
        await store.close();
      },
    };
  });
}

import { carryOut } from "../invocation/carry-out.js";
import type { FunctionContext } from "../invocation/context.js";
import { createSystemHandler } from "../system/system-handler.js";
import type { ServiceDescriptor } from "./descriptor.js";
import type { Exchange } from "./exchange.js";
import { createProcessor } from "./processor.js";

/**
 * All that a function does with a request's body: its service's methods, by its handler, and the runtime's own.
 * @param run how a call is carried out; exactly once if absent
 */
export function createExchange<Handler>(
  service: ServiceDescriptor<Handler>,
  handler: Handler,
  context: FunctionContext,
  run: typeof carryOut = carryOut,
): Exchange {
  return createProcessor(service, {
    execute: (call) => run(call, handler, context),
    newId: () => context.environment.randomId(),
    system: createSystemHandler(service, context),
    limits: context.limits,
  });
}

/** Serves the cross-test as functions do: exactly once, from a store in memory. */

import { hostFunction } from "../../runtime/openfaas/function-host.js";
import { createExchange } from "../../runtime/service/create-exchange.js";
import type { Exchange } from "../../runtime/service/exchange.js";
import { multiplex } from "../../runtime/service/multiplex.js";
import { MemoryStore } from "../../runtime/store/memory.js";
import { SecondService } from "../golden/cross_test/gen/cross_test/second-service.js";
import { ThirdService } from "../golden/cross_test/gen/cross_test/third-service.js";
import { ThriftTest } from "../golden/cross_test/gen/cross_test/thrift-test.js";
import { makeContext } from "../support/context.js";
import { crossTestHandler, secondHandler, thirdHandler } from "./cross-test-handler.js";
import type { CrossTestServer, Wire } from "./wire.js";

export async function serveOurs({ transport, multiplexed }: Wire): Promise<CrossTestServer> {
  if (transport !== "http") throw new Error("no framed server yet");
  const oneways: number[] = [];
  const exchange = await makeExchange(multiplexed, (secondsToSleep) => oneways.push(secondsToSleep));
  const host = await hostFunction({ port: 0, exchange, drainMs: 0 });
  return { port: host.port, oneways, close: () => host.close() };
}

async function makeExchange(multiplexed: boolean, onOneway: (secondsToSleep: number) => void): Promise<Exchange> {
  const context = await makeContext(multiplexed ? "multiplexed-test" : "thrift-test", new MemoryStore(), NOWHERE);
  if (!multiplexed) return createExchange(ThriftTest, crossTestHandler(onOneway), context);
  return multiplex("multiplexed-test", [
    { service: SecondService, exchange: createExchange(SecondService, secondHandler, context) },
    { service: ThirdService, exchange: createExchange(ThirdService, thirdHandler, context) },
  ]);
}

/** The handlers call nobody. */
const NOWHERE = { post: (): Promise<never> => Promise.reject(new Error("nobody is called here")) };

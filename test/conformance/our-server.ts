/** Serves the cross-test as functions do: exactly once, from a store in memory. */

import { listenFramed } from "../../runtime/framed/framed-server.js";
import { hostFunction } from "../../runtime/openfaas/function-host.js";
import { createExchange } from "../../runtime/service/create-exchange.js";
import type { Exchange } from "../../runtime/service/exchange.js";
import { multiplex } from "../../runtime/service/multiplex.js";
import { MemoryStore } from "../../runtime/store/memory.js";
import { SecondService } from "../golden/cross_test/gen/cross_test/second-service.js";
import { ThirdService } from "../golden/cross_test/gen/cross_test/third-service.js";
import { ThriftTest } from "../golden/cross_test/gen/cross_test/thrift-test.js";
import { UuidTest } from "../golden/cross_test/gen/uuid_test/uuid-test.js";
import { makeContext } from "../support/context.js";
import { crossTestHandler, secondHandler, thirdHandler, uuidHandler } from "./cross-test-handler.js";
import type { CrossTestServer, Wire } from "./wire.js";

export async function serveOurs({ transport }: Wire): Promise<CrossTestServer> {
  const oneways: number[] = [];
  const exchange = await makeExchange((secondsToSleep) => oneways.push(secondsToSleep));
  const server =
    transport === "framed"
      ? await listenFramed({ exchange, host: "127.0.0.1", port: 0 })
      : await hostFunction({ port: 0, exchange, drainMs: 0 });
  return { port: server.port, oneways, close: () => server.close() };
}

/** Of all the services: only calls to those that share a method's name have to say whom they are for. */
export async function makeExchange(onOneway: (secondsToSleep: number) => void): Promise<Exchange> {
  const context = await makeContext("cross-test", new MemoryStore(), NOWHERE);
  return multiplex("cross-test", [
    { service: ThriftTest, exchange: createExchange(ThriftTest, crossTestHandler(onOneway), context) },
    { service: SecondService, exchange: createExchange(SecondService, secondHandler, context) },
    { service: ThirdService, exchange: createExchange(ThirdService, thirdHandler, context) },
    { service: UuidTest, exchange: createExchange(UuidTest, uuidHandler, context) },
  ]);
}

/** The handlers call nobody. */
const NOWHERE = { post: (): Promise<never> => Promise.reject(new Error("nobody is called here")) };

/** Makes of a function's definition what a host can serve: reads the settings, opens the store, runs each service's `init`. */

import { Background } from "../background.js";
import { readStoreIdentity } from "../callback/store-identity.js";
import { inProcess } from "../client/in-process.js";
import { processEnvironment } from "../environment.js";
import { carryOut } from "../invocation/carry-out.js";
import { executeUnguarded } from "../invocation/execute-unguarded.js";
import type { FunctionContext } from "../invocation/context.js";
import { limitConcurrency } from "../invocation/limit-concurrency.js";
import { observe } from "../observability/observe.js";
import { watchStore } from "../observability/watch-store.js";
import { routeToPeers } from "../peers/route-to-peers.js";
import type { Limits } from "../protocol/limits.js";
import type { Exchange } from "../service/exchange.js";
import type { FunctionDefinition, HostedService, LoadedService } from "../service/function.js";
import { multiplex } from "../service/multiplex.js";
import { openStore } from "../store/open.js";
import type { Answering } from "./answer.js";
import { collectOnRequest } from "./collect-on-request.js";
import { readSettings } from "./settings.js";
import { GatewayClient } from "./gateway-client.js";
import { guardMessages } from "./message-guard.js";

/** How long a handler's call to another function is tried before its attempt gives up. */
const CALL_TIMEOUT_MS = 30_000;

export interface PreparedFunction extends Required<Omit<Answering, "ready">> {
  readonly limits: Limits;
  /** Waits for what goes on behind the replies, and releases everything. */
  readonly close: () => Promise<void>;
}

/** @throws Error if a setting is wrong, the store cannot be opened, or an `init` fails */
export async function prepareFunction(
  { name, services }: FunctionDefinition,
  env: NodeJS.ProcessEnv,
): Promise<PreparedFunction> {
  const settings = await readSettings(env);
  const stopObserving = await observe(name, settings);
  const store = watchStore(await openStore(settings.store, { password: settings.storePassword }));
  const maxReplyBytes = settings.limits.messageBytes;
  const gateway = new GatewayClient(settings.gateway, { ...settings, maxReplyBytes });
  const outside = routeToPeers(settings.peers, maxReplyBytes, gateway);
  const background = new Background();
  const environment = processEnvironment;
  const own: Exchange = (...message) => within(...message);
  const context: FunctionContext = {
    functionName: name,
    store,
    identity: await readStoreIdentity(store),
    transport: inProcess(name, own, { transport: outside, environment, background }),
    environment,
    callTimeoutMs: CALL_TIMEOUT_MS,
    suspendAfterMs: settings.suspendAfterMs,
    limits: settings.limits,
    background,
    pureResults: new Map(),
  };
  const loaded = await Promise.all(services.map(async (hosted) => ({ hosted, loaded: await hosted.load() })));
  const run = settings.exactlyOnce ? carryOut : executeUnguarded;
  // Calls from this process are part of one that has been let in already.
  const within = exchangeOf(name, loaded, context, run);
  const exchange = exchangeOf(name, loaded, context, limitConcurrency(run, settings.maxInFlight));
  return {
    exchange,
    limits: settings.limits,
    guard: guardMessages(settings.callKeys, name),
    collect: collectOnRequest(context, settings.collectAfterMs),
    async close() {
      await background.settled();
      outside.close();
      await store.close();
      await stopObserving();
    },
  };
}

function exchangeOf(
  name: string,
  services: readonly { readonly hosted: HostedService; readonly loaded: LoadedService }[],
  context: FunctionContext,
  run: typeof carryOut,
): Exchange {
  const members = services.map(({ hosted: { service }, loaded }) => ({
    service,
    exchange: loaded.createExchange(context, run),
  }));
  const [only] = members;
  return only !== undefined && members.length === 1 ? only.exchange : multiplex(name, members);
}

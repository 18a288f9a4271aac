/**
 * Functions on given stores, called over a network that a seed makes bad: attempts die between any two operations and never
 * go on, messages come twice, at once or late, and answers are lost. The real processor and the real execution, in one
 * process, so that one clock tells what came before what.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryError, PendingError, type Transport } from "../../runtime/client/transport.js";
import { carryOut } from "../../runtime/invocation/carry-out.js";
import { executeUnguarded } from "../../runtime/invocation/execute-unguarded.js";
import type { ServiceDescriptor } from "../../runtime/service/descriptor.js";
import type { Exchange } from "../../runtime/service/exchange.js";
import { createExchange } from "../../runtime/service/create-exchange.js";
import type { Store } from "../../runtime/store/store.js";
import type { SeededRandom } from "../chaos/seeded-random.js";
import { makeContext } from "../support/context.js";

/** How often an attempt dies at each of its operations; how often a message comes twice, and its answer is lost. */
const SHARES = { death: 0.03, twice: 0.15, lost: 0.05, unreachable: 0.04 };
const LATE_MS = 15;

export interface FleetOptions {
  /** One store, opened once or several times; an attempt uses any of them. */
  readonly stores: readonly Store[];
  readonly random: SeededRandom;
  readonly exactlyOnce: boolean;
}

export interface Fleet {
  readonly transport: Transport;
  deploy<Handler>(service: ServiceDescriptor<Handler>, handler: Handler): void;
  /** How many attempts have died, messages have come twice, answers have been lost. */
  readonly faults: Readonly<Record<keyof typeof SHARES, number>>;
  /** Resolves when no message is under way. */
  settled(): Promise<void>;
}

export function makeFleet({ stores, random, exactlyOnce }: FleetOptions): Fleet {
  const functions = new Map<string, (life: Life) => Promise<Exchange>>();
  const faults = { death: 0, twice: 0, lost: 0, unreachable: 0 };
  const underWay = new Set<Promise<unknown>>();

  const strikes = (fault: keyof typeof SHARES): boolean => {
    if (random.next() >= SHARES[fault]) return false;
    faults[fault]++;
    return true;
  };

  /** One attempt; what its caller sees when it dies is what a gateway would show. */
  async function attempt(functionName: string, body: Uint8Array): Promise<Uint8Array> {
    const start = functions.get(functionName);
    if (start === undefined) throw new Error(`no function ${functionName}`);
    let die: (error: Error) => void = () => {};
    const death = new Promise<never>((_resolve, reject) => (die = reject));
    const life: Life = async () => {
      if (!strikes("death")) return;
      die(new DeliveryError(`${functionName} died`, { outcome: "unknown", retryable: true }));
      await new Promise<never>(() => {});
    };
    const answer = start(life).then((exchange) => exchange(body));
    const reply = await Promise.race([answer, death]);
    if (reply.kind === "reply") return reply.body;
    if (reply.kind === "pending") throw new PendingError(reply.reason);
    throw new DeliveryError(reply.reason, { outcome: "unknown", retryable: reply.kind === "unavailable" });
  }

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    work.catch(() => {}).finally(() => underWay.delete(work));
    return work;
  }

  const transport: Transport = {
    async post(functionName, body) {
      if (strikes("twice"))
        track(sleep(random.next() * LATE_MS).then(() => attempt(functionName, body))).catch(() => {});
      const reply = await track(attempt(functionName, body));
      if (strikes("lost")) throw new DeliveryError("the answer was lost", { outcome: "unknown", retryable: true });
      // For good: the caller gives up and never hears what became of its call.
      if (strikes("unreachable"))
        throw new DeliveryError("the network is gone", { outcome: "unknown", retryable: false });
      return reply;
    },
  };

  return {
    transport,
    faults,
    deploy(service, handler) {
      functions.set(service.function, async (life) => {
        const store = stores[random.between(0, stores.length - 1)];
        if (store === undefined) throw new Error("a fleet has a store");
        const context = await makeContext(service.function, mortal(store, life), transport);
        const run = exactlyOnce ? carryOut : executeUnguarded;
        return createExchange(service, handler, context, run);
      });
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

/** Passed between operations: returns, or never does because the attempt has died there. */
type Life = () => Promise<void>;

const OPERATIONS: ReadonlySet<unknown> = new Set<keyof Store>(["commit", "load", "read", "deliver", "writeUnguarded"]);

/** The store as one attempt uses it, which may die before and after each operation. */
function mortal(store: Store, life: Life): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      const operation = member.bind(target) as (...args: unknown[]) => unknown;
      if (!OPERATIONS.has(name)) return operation;
      return async (...args: unknown[]) => {
        await life();
        const result = await operation(...args);
        await life();
        return result;
      };
    },
  });
}

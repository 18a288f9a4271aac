/** A cluster in virtual time with one service that does what a test says, `Main`, and one that it calls, `Leaf`. */

import type { Collected } from "../../runtime/collector/collect.js";
import type { Invocation } from "../../runtime/invocation/invocation.js";
import { MemoryStore, type MemoryStoreOptions } from "../../runtime/store/memory.js";
import { Cluster, type ClusterOptions } from "./cluster.js";
import { deferred } from "./deferred.js";
import { forever, send } from "./messages.js";
import { ask, probe, type Probe, type Says } from "./probe.js";
import { addTally } from "./tally.js";
import { VirtualTime } from "./virtual-time.js";

export type Work = (invocation: Invocation, text: string) => unknown;

export interface Bench {
  readonly time: VirtualTime;
  readonly cluster: Cluster;
  readonly main: Probe;
  readonly leaf: Probe;
  /** Calls of Leaf with this text are answered only after it is opened. */
  readonly hold: (text: string) => { readonly open: () => void };
  /** Calls of Leaf with these texts, of one letter each, are answered a millisecond after the other, in this order. */
  readonly answerIn: (order: string) => void;
  /** Main does this from now on. */
  readonly does: (work: Work) => void;
  /** One attempt of the root invocation, driven to its end. */
  readonly attempt: (number: number, work?: Work) => Promise<string>;
  /** One pass of the collector, driven to its end. */
  readonly collect: () => Promise<Collected>;
  /** Lets everything come to its end that goes on after replies. */
  readonly settle: () => Promise<void>;
  /** An attempt of the root invocation, the first by default, that does this, then dies, and all processes with it. */
  readonly dieAfter: (work: Work, number?: number) => Promise<void>;
}

export function makeBench(
  options: ClusterOptions & { readonly says?: Says; readonly store?: Cluster["store"] } & MemoryStoreOptions = {},
): Bench {
  const time = new VirtualTime();
  const { partitioned = false } = options;
  const store = options.store ?? new MemoryStore({ now: () => time.now, partitioned });
  const cluster = new Cluster({ environment: time.environment, ...options, store });
  const main = probe("Main");
  const leaf = probe("Leaf", { go: options.says ?? {} });
  const gates = new Map<string, Promise<void>>();
  const delays = new Map<string, number>();
  cluster.deploy(leaf, {
    go: async (invocation, text) => {
      await gates.get(text);
      const ms = delays.get(text);
      if (ms !== undefined) await time.environment.sleep(ms);
      await addTally(invocation, text);
      return `${text}!`;
    },
  });
  const does = (work: Work): void => cluster.deploy(main, { go: work });
  return {
    time,
    cluster,
    main,
    leaf,
    does,
    hold(text) {
      const { promise, resolve } = deferred();
      gates.set(text, promise);
      return { open: resolve };
    },
    answerIn(order) {
      for (const [index, text] of order.split("").entries()) delays.set(text, index + 1);
    },
    attempt(number, work) {
      if (work !== undefined) does(work);
      return time.during(send(cluster, main, { attempt: number }));
    },
    collect: () => time.during(cluster.collect()),
    settle: async () => {
      await time.quiet();
      await time.during(cluster.background.settled());
    },
    async dieAfter(work, number = 1) {
      const { promise, resolve } = deferred();
      does(async (invocation, text) => {
        await work(invocation, text);
        resolve();
        await forever();
      });
      const dead = send(cluster, main, { attempt: number }).catch(() => {});
      await time.during(promise);
      cluster.killAll();
      await dead;
    },
  };
}

/** Waits for something that is not a step, for so many milliseconds. */
export function elsewhere({ time }: Bench, ms: number): Promise<void> {
  return time.environment.sleep(ms);
}

/** Calls Leaf. */
export function callLeaf({ leaf }: Bench, invocation: Invocation, text: string): Promise<string> {
  return ask(invocation, leaf, text);
}

/** A store as one process reaches it: over a network, with a boundary before and after everything it asks for. */

import { type Store, StoreError } from "../../runtime/store/store.js";
import type { Boundary, Fault } from "./faults.js";
import { type Life, never } from "./life.js";

/** What is between a process and its store. */
export interface Network {
  /** Every partition that somebody has named. */
  readonly partitions: Set<string>;
  cross(life: Life, boundary: Boundary): Promise<Fault | undefined>;
  travel(): Promise<void>;
  trace(line: () => string): void;
}

type Operation = "commit" | "load" | "read" | "deliver" | "claim" | "sweep" | "write";

export function mortalStore(store: Store, world: Network, life: Life): Store {
  const reach = async <T>(operation: Operation, about: () => string, work: () => Promise<T>): Promise<T> => {
    if ((await world.cross(life, `before ${operation}` satisfies Boundary)) === "fail")
      throw new StoreError(`the store did not get the ${operation}`);
    await world.travel();
    // What has been sent arrives, whatever became of who sent it.
    const result = await work();
    world.trace(() => `${life.name}: ${operation} ${about()} -> ${describe(result)}`);
    await world.travel();
    if (life.isDead) return never();
    if ((await world.cross(life, `after ${operation}` satisfies Boundary)) === "fail")
      throw new StoreError(`the store's answer to the ${operation} was lost`);
    return result;
  };
  return {
    commit(commit) {
      world.partitions.add(commit.key.partition);
      const about = (): string =>
        [
          `${commit.key.partition} ${commit.key.id.slice(0, 6)}`,
          ...commit.append.map(({ step, label }) => `+${step} ${label}`),
          ...commit.writes.map(({ key }) => `write ${key.collection}/${key.key}`),
          ...(commit.parked ? [`park for ${commit.parked.join(" ")}`] : []),
          ...(commit.outbox ?? []).map(({ key }) => `send ${key.id.slice(0, 6)}`),
          ...(commit.result ? ["result"] : []),
        ].join(", ");
      return reach("commit", about, () => store.commit(commit));
    },
    load: (key) =>
      reach(
        "load",
        () => `${key.partition} ${key.id.slice(0, 6)}`,
        () => store.load(key),
      ),
    read: (keys) =>
      reach(
        "read",
        () => keys.map(({ collection, key }) => `${collection}/${key}`).join(" "),
        () => store.read(keys),
      ),
    deliver: (callback) =>
      reach(
        "deliver",
        () => `${callback.caller.id.slice(0, 6)} ${callback.step}`,
        () => store.deliver(callback),
      ),
    claim: (idle, limit) =>
      reach(
        "claim",
        () => `idle ${idle}`,
        () => store.claim(idle, limit),
      ),
    sweep: (limit) =>
      reach(
        "sweep",
        () => "",
        () => store.sweep(limit),
      ),
    writeUnguarded: (key, value) => {
      world.partitions.add(key.partition);
      return reach(
        "write",
        () => `${key.collection}/${key.key}`,
        () => store.writeUnguarded(key, value),
      );
    },
    secret: () => store.secret(),
    joins: (partition, other) => store.joins(partition, other),
    deadLetters: () => store.deadLetters(),
    scan: (partition, collection) => store.scan(partition, collection),
    scanInvocations: (partition) => store.scanInvocations(partition),
    close: () => store.close(),
  };
}

function describe(result: unknown): string {
  if (Array.isArray(result)) return `${result.length} found`;
  if (typeof result !== "object" || result === null) return result === undefined ? "nothing" : "done";
  return "kind" in result ? String(result.kind) : "a record";
}

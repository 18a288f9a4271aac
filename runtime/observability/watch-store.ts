import { startStopwatch } from "../stopwatch.js";
import { isStoreWatched, publishStoreEvent } from "../events.js";
import type { Store } from "../store/store.js";

/** The same store, which tells of every operation of the protocol; what is there for inspection goes by untold. */
export function watchStore(store: Store): Store {
  const watch = async <T>(operation: string, work: () => Promise<T>, outcomeOf: (answer: T) => string): Promise<T> => {
    if (!isStoreWatched()) return work();
    const seconds = startStopwatch();
    let outcome = "error";
    try {
      const answer = await work();
      outcome = outcomeOf(answer);
      return answer;
    } finally {
      publishStoreEvent({ operation, outcome, seconds: seconds() });
    }
  };
  const ok = (): string => "ok";
  return {
    secret: () => store.secret(),
    joins: (partition, other) => store.joins(partition, other),
    commit: (commit) =>
      watch(
        "commit",
        () => store.commit(commit),
        ({ kind }) => kind,
      ),
    deliver: (callback) =>
      watch(
        "deliver",
        () => store.deliver(callback),
        ({ kind }) => kind,
      ),
    load: (key) => watch("load", () => store.load(key), ok),
    read: (keys) => watch("read", () => store.read(keys), ok),
    claim: (idle, limit) => watch("claim", () => store.claim(idle, limit), ok),
    sweep: (limit) => watch("sweep", () => store.sweep(limit), ok),
    deadLetters: () => store.deadLetters(),
    scan: (partition, collection) => store.scan(partition, collection),
    scanInvocations: (partition) => store.scanInvocations(partition),
    writeUnguarded: (key, value) => watch("write", () => store.writeUnguarded(key, value), ok),
    close: () => store.close(),
  };
}

/**
 * The store for production: Redis, or a Redis Cluster. Every change is one Lua script, which Redis runs alone, so it is
 * one command and atomic. On one Redis everything is one partition; on a cluster a partition is a hash slot.
 *
 * The driver sends commands again whose answer was lost with the connection. Each script may be run twice.
 */

import { randomBytes } from "../../random-bytes.js";
import { copyBytes } from "../copy.js";
import { EXPIRY_SLACK, isForgotten } from "../expiry.js";
import { assertDistinct } from "../reducer.js";
import {
  type Callback,
  type Commit,
  type DeliveryOutcome,
  type InvocationKey,
  type InvocationRecord,
  type Outcome,
  type StateKey,
  type Store,
  StoreError,
} from "../store.js";
import { decodeString, encodeString } from "./bytes.js";
import { checkRights } from "./check-rights.js";
import { checkSettings } from "./check-settings.js";
import { describeCommit, placesIn, readOutcome, readWake } from "./commit.js";
import { connect, type Connection } from "./connect.js";
import { loadRecord, scanHash, scanRecords } from "./inspect.js";
import { type Intents, openIntents } from "./intents.js";
import { collectionKey, recordKey, SECRET } from "./keys.js";
import { parseRedisUrl } from "./parse-url.js";
import { packCallback } from "./record.js";

export interface RedisStoreOptions {
  /** The store's clock, in milliseconds since 1970; Redis's own by default. With another one, Redis drops no records. */
  readonly now?: () => number;
  /** For a URL that holds none. */
  readonly password?: string | undefined;
  /** How long any operation may take, in milliseconds. */
  readonly timeout?: number;
}

/**
 * Opens the store at a `redis://`, `rediss://`, `redis-cluster://` or `rediss-cluster://` URL. Warns, with
 * `process.emitWarning`, of settings with which Redis cannot keep what the store promises.
 * @throws StoreError if the URL is none, or nothing there answers
 */
export async function openRedisStore(url: string, { now, password, timeout }: RedisStoreOptions = {}): Promise<Store> {
  const parsed = parseRedisUrl(url);
  const connection = await connect({ ...parsed, password: parsed.password ?? password }, timeout);
  try {
    // All at once: a function that is scaled from zero keeps its caller waiting.
    const settings = connection
      .servers()
      .map((server) => connection.ask("be opened", () => checkSettings(server, parsed.cluster)));
    const [, ...warnings] = await Promise.all([checkRights(connection), ...settings]);
    for (const warning of warnings.flat())
      process.emitWarning(warning, { type: "ThriftFaasWarning", code: "REDIS_SETTINGS" });
  } catch (error) {
    connection.client.disconnect();
    throw error;
  }
  return new RedisStore(connection, now);
}

class RedisStore implements Store {
  readonly #connection: Connection;
  readonly #intents: Intents;
  readonly #now: (() => number) | undefined;
  #closed = false;

  constructor(connection: Connection, now: (() => number) | undefined) {
    this.#connection = connection;
    this.#now = now;
    this.#intents = openIntents(connection, () => this.#clock());
  }

  async secret(): Promise<Uint8Array> {
    const { client, ask } = this.#open();
    const found = await ask("tell its secret", () => client.getBuffer(SECRET));
    if (found !== null) return copyBytes(found);
    await ask("make its secret", () => client.setnx(SECRET, randomBytes(32)));
    return copyBytes((await ask("tell its secret", () => client.getBuffer(SECRET))) ?? lost());
  }

  joins(partition: string, other: string): boolean {
    return !this.#connection.address.cluster || partition === other;
  }

  async commit(commit: Commit): Promise<Outcome> {
    const { run, ask } = this.#open();
    this.#assertOnePartition(commit);
    const { key, intent, outbox = [] } = commit;
    assertDistinct(commit);
    if (intent !== undefined || outbox.length > 0) await this.#intents.register([key.partition]);
    const { keys, args } = describeCommit(commit, this.#intents.listsOf(key.partition), this.#clock());
    return ask("commit", async () => readOutcome(commit, await run("commit", keys, args)));
  }

  async deliver(callback: Callback): Promise<DeliveryOutcome> {
    const { run, ask } = this.#open();
    const { caller, step, fingerprint, expiry } = callback;
    const [kind, detail] = await ask("deliver", () =>
      run(
        "deliver",
        [recordKey(caller)],
        [this.#clock(), EXPIRY_SLACK, encodeString(step), encodeString(fingerprint), expiry, packCallback(callback)],
      ),
    );
    if (String(kind) === "stale") return { kind: "stale" };
    if (String(kind) === "diverged") return { kind: "diverged", recorded: decodeString(detail as Buffer) };
    return { kind: "applied", ...readWake(detail) };
  }

  async load(key: InvocationKey): Promise<InvocationRecord | undefined> {
    return this.#unlessForgotten(await loadRecord(this.#open(), key));
  }

  async read(keys: readonly StateKey[]): Promise<(Uint8Array | undefined)[]> {
    const connection = this.#open();
    const found = new Map<StateKey, Uint8Array | undefined>();
    // What no operation reaches at once is read one partition after the other.
    for (const partition of new Set(keys.map((key) => (this.#connection.address.cluster ? key.partition : "")))) {
      const joined = keys.filter((key) => this.joins(key.partition, partition));
      for (const [i, value] of (await readAtOnce(connection, joined)).entries()) {
        const key = joined[i];
        if (key !== undefined) found.set(key, Buffer.isBuffer(value) ? copyBytes(value) : undefined);
      }
    }
    return keys.map((key) => found.get(key));
  }

  async claim(idle: number, limit: number) {
    this.#open();
    return this.#intents.claim(idle, limit);
  }

  async sweep(limit: number) {
    this.#open();
    return this.#intents.sweep(limit);
  }

  async *deadLetters() {
    this.#open();
    yield* this.#intents.deadLetters();
  }

  async *scan(partition: string, collection: string): AsyncGenerator<{ key: string; value: Uint8Array }> {
    for await (const { key, value } of scanHash(this.#open(), collectionKey({ partition, collection }))) {
      yield { key, value: copyBytes(value) };
    }
  }

  async *scanInvocations(partition: string): AsyncGenerator<InvocationRecord> {
    for await (const record of scanRecords(this.#open(), partition)) {
      const remembered = this.#unlessForgotten(record);
      if (remembered !== undefined) yield remembered;
    }
  }

  async writeUnguarded(key: StateKey, value: Uint8Array | undefined): Promise<void> {
    const { client, ask } = this.#open();
    const [hash, field] = [collectionKey(key), encodeString(key.key)];
    await ask("write", () =>
      value === undefined ? client.hdel(hash, field) : client.hset(hash, field, Buffer.from(value)),
    );
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // What is under way is answered first; a server that is gone cannot keep anybody waiting.
    await this.#connection.ask("be closed", () => this.#connection.client.quit()).catch(() => undefined);
    this.#connection.client.disconnect();
  }

  #open(): Connection {
    if (this.#closed) throw new StoreError("The store is closed. Open it again to use it.");
    return this.#connection;
  }

  #clock(): string {
    return this.#now === undefined ? "" : String(this.#now());
  }

  /** Redis drops what is forgotten by itself, but only by its own clock. */
  #unlessForgotten(record: InvocationRecord | undefined): InvocationRecord | undefined {
    return record && this.#now && isForgotten(record, this.#now()) ? undefined : record;
  }

  #assertOnePartition({ key, callback, outbox = [], reads, writes }: Commit): void {
    const others = [callback?.caller, ...[...outbox, ...reads, ...writes].map((one) => one.key)];
    const outside = others.find((other) => other !== undefined && !this.joins(key.partition, other.partition));
    if (outside !== undefined) {
      throw new StoreError(`A commit in ${key.partition} does not reach ${outside.partition}. Nothing was written.`);
    }
  }
}

/** Reads values, all of one partition, in one command. */
async function readAtOnce({ client, run, ask }: Connection, keys: readonly StateKey[]): Promise<readonly unknown[]> {
  const hashes: Buffer[] = [];
  const placeOf = placesIn(hashes);
  const places = keys.map((key) => placeOf(collectionKey(key)));
  const fields = keys.map(({ key }) => encodeString(key));
  const [hash] = hashes;
  if (hash === undefined) return [];
  return ask("read", () =>
    hashes.length === 1
      ? client.hmgetBuffer(hash, ...fields)
      : run(
          "read",
          hashes,
          places.flatMap((place, i) => [place, fields[i] ?? ""]),
        ),
  );
}

function lost(): never {
  throw new StoreError("Redis lost the store's secret as soon as it was made. Is something deleting its keys?");
}

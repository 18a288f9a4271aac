/** One connection to a Redis server, or one to each node of a cluster: found again by itself when it is lost. */

import { Cluster, Redis, type RedisOptions } from "ioredis";
import type { RedisAddress } from "./parse-url.js";
import { toStoreError } from "./explain-error.js";
import { scriptRunner, type RunScript } from "./scripts.js";

/**
 * How long any one operation may take, in milliseconds. Every operation may be repeated, and a caller that is told
 * early can be answered early; yet a restart of Redis should pass unnoticed where it can.
 */
const TIMEOUT = 5000;

/** What waits for a connection is given up on after this many tries, so that it does not pile up while Redis is down. */
const RECONNECTS = 12;

/** Milliseconds before the next try to connect: a lost connection is replaced at once, a server that is down left alone. */
const reconnectDelay = (tries: number): number => Math.min(10 * 2 ** tries, 500);

export interface Connection {
  readonly address: RedisAddress;
  readonly client: Redis | Cluster;
  readonly run: RunScript;
  /** Waits for what is asked, at most `TIMEOUT`. @throws StoreError instead of whatever the driver throws */
  readonly ask: <T>(doing: string, operation: () => Promise<T>) => Promise<T>;
  /** Every server that holds keys. */
  readonly servers: () => readonly Redis[];
}

/**
 * @param timeout in milliseconds, instead of `TIMEOUT`
 * @throws StoreError
 */
export async function connect(address: RedisAddress, timeout = TIMEOUT): Promise<Connection> {
  const client = address.cluster ? makeCluster(address, timeout) : makeClient(address, timeout);
  let failure: Error | undefined;
  client.on("error", (error: Error) => (failure = error));
  client.on("node error", (error: Error) => (failure = error));
  client.on("ready", () => (failure = undefined));
  const connection: Connection = {
    address,
    client,
    run: scriptRunner(client),
    ask: async (doing, operation) => {
      try {
        return await within(timeout, operation());
      } catch (error) {
        throw toStoreError(error, doing, address, failure);
      }
    },
    servers: () => (client instanceof Cluster ? client.nodes("master") : [client]),
  };
  try {
    await connection.ask("be opened", async () => {
      await client.connect();
      // The driver goes on in database 0 when there is no such database.
      if (address.db !== 0) await client.select(address.db);
    });
    return connection;
  } catch (error) {
    client.disconnect();
    throw error;
  }
}

function makeClient(address: RedisAddress, timeout: number): Redis {
  const [node] = address.nodes;
  return new Redis({
    ...nodeOptions(address, timeout),
    ...node,
    db: address.db,
    retryStrategy: reconnectDelay,
    // After a failover the address may lead to another server, but only a new connection does.
    reconnectOnError: ({ message }) => /\bREADONLY\b/.test(message),
    maxRetriesPerRequest: RECONNECTS,
  });
}

function makeCluster(address: RedisAddress, timeout: number): Cluster {
  return new Cluster([...address.nodes], {
    redisOptions: { ...nodeOptions(address, timeout), maxRetriesPerRequest: RECONNECTS },
    clusterRetryStrategy: reconnectDelay,
    lazyConnect: true,
    // Nothing ends the queue of a cluster that is down.
    enableOfflineQueue: false,
    slotsRefreshTimeout: timeout,
    // Certificates are for names: connect to those that the nodes announce.
    ...(address.tls && { dnsLookup: (host: string, done: (error: null, found: string) => void) => done(null, host) }),
  });
}

function nodeOptions({ tls, username, password }: RedisAddress, timeout: number) {
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: {} }),
    lazyConnect: true,
    // Else every connection begins with commands that nobody needs, and that a user must have the right to.
    disableClientInfo: true,
    connectTimeout: timeout,
    // A connection on which nothing comes back is replaced; what it owes is asked again on the next one.
    socketTimeout: timeout,
  } satisfies RedisOptions;
}

/** Whatever state the connection is in, whoever asks gets an answer. */
async function within<T>(timeout: number, operation: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeout} ms`)), timeout);
  });
  try {
    return await Promise.race([operation, late]);
  } finally {
    clearTimeout(timer);
  }
}

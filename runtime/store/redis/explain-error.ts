/** Says in the store's words what Redis could not do, and what to do about it. */

import { StoreError } from "../store.js";

/** Parts of the messages of Redis, its driver and the operating system, and what helps: the most telling first. */
const ADVICE: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [
    /\bOOM\b/,
    "Give it more memory (maxmemory) or delete what is not needed; leave maxmemory-policy at noeviction, or invocations are forgotten.",
  ],
  [/\bREADONLY\b/, "This is a replica: use the address of the primary, or of whatever follows it after a failover."],
  [
    /WRONGPASS|NOAUTH|invalid password/,
    "Check user and password: those in the store's URL, or the secret with the password.",
  ],
  [/\bNOPERM\b|user executing the script can't/, "Give this user the rights that docs/redis.md lists."],
  [/\bLOADING\b/, "It is reading its data from disk: calls go on by themselves once it is done."],
  [/cluster support disabled/, 'This is no cluster: use "redis://" instead of "redis-cluster://".'],
  [
    /CLUSTERDOWN|None of startup nodes|slots cache/,
    "Check that the cluster's nodes are up and serve all slots (redis-cli cluster info).",
  ],
  [/^MOVED|^ASK|CROSSSLOT/, 'This is a node of a cluster: use "redis-cluster://" instead of "redis://".'],
  [/\bMISCONF\b/, "It cannot write to its disk: free space there. Calls go on by themselves once it can."],
  [/NOREPLICAS/, "It waits for replicas (min-replicas-to-write): check that they are connected."],
  [/\bBUSY\b/, "Another client's script keeps it busy."],
  [/DB index|invalid DB/, "Use a database that it has, such as 0: the number at the end of the store's URL."],
  [/WRONGTYPE/, 'Something else is stored under keys that begin with "thrift-faas:": use another database.'],
  [/unknown command/i, "Use Redis 6.2 or newer, or something compatible that has this command and Lua scripts."],
  [
    /certificate|self.signed|altname/i,
    "Make the certificate's authority known with NODE_EXTRA_CA_CERTS, and check the host's name.",
  ],
  [
    /wrong version number|EPROTO|SSL|TLS/,
    'Check whether this port speaks TLS: "rediss://" is for TLS, "redis://" for none.',
  ],
  [/ENOTFOUND|EAI_AGAIN/, "Check the host's name."],
  [/ECONNREFUSED/, "Start Redis there, or correct the address."],
  [/\bis closed|Connection is closed|ECONNRESET|EPIPE|ended/, "Calls go on by themselves once it is back."],
  [
    /no answer|timeout|timed out|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/i,
    "Check the network, the load of the server, and that TLS is spoken on both sides or on none. Calls go on by themselves once it answers.",
  ],
];

/**
 * @param doing what the store could not do: `commit`, `be opened`
 * @param lastFailure why the last connection failed, if that may be the true reason
 */
export function toStoreError(
  error: unknown,
  doing: string,
  { label, password }: { readonly label: string; readonly password?: string | undefined },
  lastFailure?: Error,
): StoreError {
  if (error instanceof StoreError) return error;
  const reasons = [error, lastFailure].filter((one) => one !== undefined).map(messageOf);
  const advice = ADVICE.find(([pattern]) => reasons.some((reason) => pattern.test(reason)))?.[1] ?? "";
  const text = `${label} could not ${doing}: ${[...new Set(reasons)].join(": ")}. ${advice}`.trimEnd();
  // Old servers quote the arguments of what they do not understand.
  return new StoreError((password ? text.replaceAll(password, "***") : text).replaceAll(/\s+/g, " "));
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A cluster fails with the error of its last node, a host with several addresses with one error for each.
  const inner =
    error instanceof AggregateError ? (error.errors[0] as unknown) : "lastNodeError" in error && error.lastNodeError;
  return inner instanceof Error ? messageOf(inner) : error.message.replace(/\.$/, "");
}

import type { PeerSetting } from "../peers/route-to-peers.js";
import { type LogLevel, parseLogLevel } from "../observability/log.js";
import type { Limits } from "../protocol/limits.js";
import { readCallKeys, type CallKeys } from "./call-keys.js";
import { readLimits } from "./read-limits.js";
import { parseDuration } from "./function-env.js";
import { readPeers } from "./peers-setting.js";
import { readSecret } from "./secret.js";

/** The settings of a function, from its environment: all there are. */
export interface Settings {
  /** `THRIFT_FAAS_STORE`: a store URL, see store/open.ts. */
  readonly store: string;
  /**
   * The store's password, if its URL holds none: the secret `thrift-faas-store-password`, a file in
   * `THRIFT_FAAS_SECRETS`, which is where OpenFaaS puts secrets unless somebody else runs the function.
   */
  readonly storePassword: string | undefined;
  /** `THRIFT_FAAS_GATEWAY`: where calls to other functions go. */
  readonly gateway: string;
  /** `THRIFT_FAAS_NAMESPACE`: the namespace of the functions called; the gateway's default one if unset. */
  readonly namespace: string | undefined;
  /** `THRIFT_FAAS_PEERS`: the plain Thrift servers that stand in for functions, by their names; none if unset. */
  readonly peers: ReadonlyMap<string, PeerSetting>;
  /** The secret `thrift-faas-call-key`: what signs the calls that leave, and must have signed those that come. */
  readonly callKeys: CallKeys | undefined;
  /** `THRIFT_FAAS_EXACTLY_ONCE=off` runs handlers as plain Thrift does; for comparisons. */
  readonly exactlyOnce: boolean;
  /** `THRIFT_FAAS_SUSPEND_AFTER`: how long a handler waits for a call before it gives its process back, in milliseconds. */
  readonly suspendAfterMs: number;
  /** `THRIFT_FAAS_MAX_INFLIGHT`: how many calls the process runs at once; the others are refused with 429. No limit if unset. */
  readonly maxInFlight: number;
  /**
   * `THRIFT_FAAS_MAX_MESSAGE_BYTES`, `THRIFT_FAAS_MAX_STRING_BYTES`, `THRIFT_FAAS_MAX_ELEMENTS`, `THRIFT_FAAS_MAX_DEPTH`: what
   * a call may ask of its reader.
   */
  readonly limits: Limits;
  /** `THRIFT_FAAS_COLLECT_AFTER`: how long an unfinished call must have been left alone before a collector takes it on. */
  readonly collectAfterMs: number;
  /** `THRIFT_FAAS_METRICS_PORT`: where metrics are served, 0 for a free port; nothing is counted if it is unset. */
  readonly metricsPort: number | undefined;
  /** `THRIFT_FAAS_LOG_LEVEL`: what is less than this is not logged. */
  readonly logLevel: LogLevel;
}

const STORE_PASSWORD = "thrift-faas-store-password";
const SUSPEND_AFTER = "10s";
const COLLECT_AFTER = "30s";

/**
 * @throws Error if a setting is missing or makes no sense, or a secret cannot be read
 */
export async function readSettings(env: NodeJS.ProcessEnv): Promise<Settings> {
  const store = env["THRIFT_FAAS_STORE"];
  // No default: a store on a container's own disk would lose everything with the container, without a word.
  if (store === undefined)
    throw new Error(
      "THRIFT_FAAS_STORE is not set: name the store, such as lmdb:/var/lib/thrift-faas (or memory: to try things out)",
    );
  const exactlyOnce = env["THRIFT_FAAS_EXACTLY_ONCE"] ?? "on";
  if (exactlyOnce !== "on" && exactlyOnce !== "off")
    throw new Error(`THRIFT_FAAS_EXACTLY_ONCE is "${exactlyOnce}"; it is either on (the default) or off`);
  return {
    store,
    storePassword: await readStorePassword(env),
    gateway: env["THRIFT_FAAS_GATEWAY"] ?? "http://gateway.openfaas:8080",
    namespace: env["THRIFT_FAAS_NAMESPACE"] || undefined,
    peers: readPeers(env["THRIFT_FAAS_PEERS"]),
    callKeys: await readCallKeys(env),
    exactlyOnce: exactlyOnce === "on",
    suspendAfterMs: readDuration(env, "THRIFT_FAAS_SUSPEND_AFTER", SUSPEND_AFTER),
    maxInFlight: readLimit(env, "THRIFT_FAAS_MAX_INFLIGHT"),
    limits: readLimits(env),
    collectAfterMs: readDuration(env, "THRIFT_FAAS_COLLECT_AFTER", COLLECT_AFTER),
    metricsPort: readMetricsPort(env["THRIFT_FAAS_METRICS_PORT"]),
    logLevel: parseLogLevel(env["THRIFT_FAAS_LOG_LEVEL"] ?? "info"),
  };
}

/** @throws Error if there is such a secret and it cannot be read */
export function readStorePassword(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return readSecret(STORE_PASSWORD, env["THRIFT_FAAS_SECRETS"]);
}

function readDuration(env: NodeJS.ProcessEnv, name: string, byDefault: string): number {
  const text = env[name] ?? byDefault;
  const ms = parseDuration(text);
  if (ms === undefined) throw new Error(`${name} is "${text}"; a duration looks like 500ms, 10s or 1m30s`);
  return ms;
}

/** A whole number above 0; `Infinity` if there is none. */
function readLimit(env: NodeJS.ProcessEnv, name: string): number {
  const text = env[name];
  if (text === undefined) return Infinity;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} is "${text}"; it is a whole number above 0, or left out`);
  return Number(text);
}

function readMetricsPort(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new Error(`THRIFT_FAAS_METRICS_PORT is "${text}"; a port is a number up to 65535, and 0 takes a free one`);
  return Number(text);
}

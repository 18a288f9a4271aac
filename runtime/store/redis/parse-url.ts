/** What a `redis:` or `redis-cluster:` URL says. Written by hand: Node's parser refuses the several hosts of a cluster. */

import { StoreError } from "../store.js";

export interface RedisAddress {
  readonly cluster: boolean;
  readonly tls: boolean;
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly db: number;
  /** For messages: `Redis at host:port`, without user and password. */
  readonly label: string;
}

const URL_PARTS = /^(rediss?)(-cluster)?:\/\/(?:(.*)@)?([^/@]*)(?:\/(\d*))?$/s;
const NODE = /^(\[[0-9a-f:.]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/i;

/** @throws StoreError if the URL is none of these; the message holds nothing that may be a password */
export function parseRedisUrl(url: string): RedisAddress {
  const [, scheme, suffix, user, hosts = "", db = ""] = URL_PARTS.exec(url) ?? [];
  const nodes = hosts.split(",").map((host) => NODE.exec(host));
  const cluster = suffix !== undefined;
  if (scheme === undefined || nodes.includes(null) || (cluster ? db !== "" : nodes.length !== 1)) {
    throw new StoreError(
      `"${hidePassword(url)}" is no address of a Redis store. Use "redis://user:password@host:6379/0", or ` +
        `"redis-cluster://user:password@host:6379,host:6379"; "rediss://" and "rediss-cluster://" are the same over TLS.`,
    );
  }
  return {
    cluster,
    tls: scheme === "rediss",
    nodes: nodes.map((parts) => ({
      host: (parts?.[1] ?? "").replace(/^\[|\]$/g, ""),
      port: Number(parts?.[2] ?? 6379),
    })),
    ...parseUser(url, user),
    db: Number(db),
    label: `${cluster ? "Redis Cluster" : "Redis"} at ${hosts}`,
  };
}

/** The URL without what may be a password, whatever the URL is. */
export function hidePassword(url: string): string {
  return url.replace(/^([^:]*:(?:\/\/)?).*@/s, "$1***@");
}

function parseUser(url: string, user: string | undefined): Pick<RedisAddress, "username" | "password"> {
  if (user === undefined) return {};
  const [, name = "", password] = /^([^:]*)(?::(.*))?$/s.exec(user) ?? [];
  try {
    return {
      ...(name !== "" && { username: decodeURIComponent(name) }),
      ...(password !== undefined && { password: decodeURIComponent(password) }),
    };
  } catch {
    throw new StoreError(
      `User and password in "${hidePassword(url)}" are not percent-encoded. Write "%25" for each "%" in them.`,
    );
  }
}

/** Looks at how a server is set up, and says which promises it cannot keep. */

import type { Redis } from "ioredis";
import { StoreError } from "../store.js";

/**
 * One line for each setting that weakens a guarantee, with the consequence.
 * @param cluster whether it has been addressed as one
 * @throws StoreError if it is one and has not
 */
export async function checkSettings(server: Redis, cluster: boolean): Promise<string[]> {
  const { host = "", port = 0 } = server.options;
  const name = `${cluster ? "Redis Cluster node" : "Redis"} at ${host}:${port}`;
  const warnings: string[] = [];
  const [info, appendfsync] = await Promise.all([
    server.info().then(parseInfo, () => undefined),
    server.config("GET", "appendfsync").then(
      (found) => (found as string[])[1],
      () => undefined,
    ),
  ]);
  if (info === undefined || appendfsync === undefined) {
    const command = info === undefined ? "INFO" : "CONFIG GET";
    warnings.push(
      `${name}: this user may not use ${command}, so the settings that the guarantees depend on could not be checked. ` +
        "See docs/redis.md.",
    );
  }
  if (info === undefined) return warnings;
  if (info.get("cluster_enabled") === "1" && !cluster) {
    throw new StoreError(`${name} is a node of a cluster: use "redis-cluster://" instead of "redis://".`);
  }
  const [major = 0, minor = 0] = (info.get("redis_version") ?? "").split(".").map(Number);
  if (major < 6 || (major === 6 && minor < 2)) {
    warnings.push(`${name} is version ${major}.${minor}: this store is made for 6.2 and newer.`);
  }
  const policy = info.get("maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction") {
    warnings.push(
      `${name} has maxmemory-policy ${policy}: when memory is short it drops records, and calls then happen twice. ` +
        "Set it to noeviction.",
    );
  }
  if (info.get("aof_enabled") === "0") {
    warnings.push(
      `${name} has appendonly no: when it restarts, what was acknowledged is lost, and calls may happen twice. ` +
        "Set appendonly yes and appendfsync always.",
    );
  } else if (appendfsync === "no" || appendfsync === "everysec") {
    const lost = appendfsync === "no" ? "what the operating system has not written yet" : "the last second or two";
    warnings.push(
      `${name} has appendfsync ${appendfsync}: when its machine fails, ${lost} of what was acknowledged is lost. ` +
        "Set it to always.",
    );
  }
  if (Number(info.get("connected_slaves")) > 0) {
    warnings.push(
      `${name} has replicas, which lag behind: a failover to one loses the writes it has not seen, though they were ` +
        "acknowledged. WAIT does not change that. See docs/redis.md.",
    );
  }
  return warnings;
}

function parseInfo(info: string): Map<string, string> {
  return new Map(info.split("\r\n").map((line) => line.split(":", 2) as [string, string]));
}

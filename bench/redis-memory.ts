/**
 * What the exactly-once protocol keeps in Redis, in bytes: measured on a real Redis, per call, per unfinished call and
 * per key of a state. Memory decides how many calls a day fit (records live for a day), the append-only file how much
 * is written. The figures are those of the Redis that is installed; they do not depend on how fast the machine is.
 */

import { statSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRedisStore } from "../runtime/store/redis/redis.js";
import { MediaService, MediaServiceClient } from "../test/golden/social_network/gen/social_network/media-service.js";
import { TextService, TextServiceClient } from "../test/golden/social_network/gen/social_network/text-service.js";
import {
  UserMentionService,
  UserMentionServiceClient,
} from "../test/golden/social_network/gen/social_network/user-mention-service.js";
import { startRedis } from "../test/support/redis-server.js";
import { LocalFunctions } from "./local-functions.js";

/** Enough for the growth of hash tables, which double, to even out. */
const COUNT = 10_000;
/** How many at the same time. */
const ABREAST = 50;
const NOTHING = new Map<string, string>();

const folder = await mkdtemp(join(tmpdir(), "thrift-faas-memory-"));
const server = await startRedis({ folder, appendonly: "yes", config: { "auto-aof-rewrite-percentage": "0" } });
const store = await openRedisStore(server.url);
const functions = new LocalFunctions(store);

await functions.deploy(MediaService, { ComposeMedia: () => [] });
await functions.deploy(UserMentionService, {
  async ComposeUserMentions(_req_id, usernames, _carrier, { state }) {
    const update = (username: string) =>
      state.users.update(username, (before) => ({ username, user_id: (before?.user_id ?? 0n) + 1n }));
    return Promise.all(usernames.map(update));
  },
});
await functions.deploy(TextService, {
  async ComposeText(req_id, text, carrier, invocation) {
    await new MediaServiceClient(invocation).ComposeMedia(req_id, [], [], carrier);
    return { text, urls: [], user_mentions: [] };
  },
});

async function usedMemory(): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await server.command("INFO", "memory"))?.[1]);
}

async function fileSize(): Promise<number> {
  const files = await readdir(join(folder, "appendonlydir"));
  return files.reduce((total, file) => total + statSync(join(folder, "appendonlydir", file)).size, 0);
}

/** Bytes that one `work` adds, in memory and to the file. */
async function measure(work: (i: number) => Promise<unknown>): Promise<readonly [memory: number, file: number]> {
  await work(0);
  await functions.settled();
  const before = [await usedMemory(), await fileSize()] as const;
  for (let i = 1; i <= COUNT; i += ABREAST) {
    await Promise.all(Array.from({ length: ABREAST }, (_, j) => work(i + j)));
  }
  await functions.settled();
  return [((await usedMemory()) - before[0]) / COUNT, ((await fileSize()) - before[1]) / COUNT];
}

try {
  const { edge } = functions;
  const text = "x".repeat(100);
  const user = (i: number): string => `user-${String(i).padStart(8, "0")}`;
  const rows = [
    [
      "call to a leaf, empty result",
      await measure(() => new MediaServiceClient(edge).ComposeMedia(1n, [], [], NOTHING)),
    ],
    [
      "call to a leaf that writes a new key: its record and the key",
      await measure((i) => new UserMentionServiceClient(edge).ComposeUserMentions(1n, [user(i)], NOTHING)),
    ],
    [
      "call that calls a leaf, 100 bytes in and out: two records",
      await measure(() => new TextServiceClient(edge).ComposeText(1n, text, NOTHING)),
    ],
    [
      "unfinished call: a record with an intent of 200 bytes",
      await measure((i) =>
        store.commit({
          key: { partition: "TextService", id: `open-${String(i).padStart(38, "0")}` },
          fingerprint: "0123456789abcdef0123456789abcdef",
          expiry: 0,
          logLength: 0,
          append: [],
          reads: [],
          writes: [],
          intent: { function: "text-service", message: new Uint8Array(200) },
        }),
      ),
    ],
    [
      "key of a map in a state: 13 bytes, value of 50 bytes",
      await measure((i) =>
        store.writeUnguarded({ partition: "Bench", collection: "users", key: user(i) }, new Uint8Array(50)),
      ),
    ],
  ] as const;
  console.log(
    `${(await server.command("INFO", "server")).match(/redis_version:\S+/)?.[0]}, ${COUNT} of each; bytes for one`,
  );
  console.log(`${"".padEnd(64)}${"memory".padStart(8)}${"file".padStart(8)}`);
  for (const [what, bytes] of rows) {
    console.log(what.padEnd(64) + bytes.map((count) => String(Math.round(count)).padStart(8)).join(""));
  }
} finally {
  await store.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

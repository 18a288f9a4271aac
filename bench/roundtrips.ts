/**
 * How often the exactly-once protocol asks the store: counted on a real Redis, per operation of the protocol, beside the
 * counts published for others. Counts do not depend on the machine, times would.
 *
 * A round trip is a command that this process sends, counted on the wire. INFO commandstats says what the server made of
 * them; it counts the commands inside scripts as well, which no client waits for.
 */

import { nudge } from "../runtime/callback/nudge.js";
import { openRedisStore } from "../runtime/store/redis/redis.js";
import {
  ComposePostService,
  ComposePostServiceClient,
} from "../test/golden/social_network/gen/social_network/compose-post-service.js";
import { MediaService, MediaServiceClient } from "../test/golden/social_network/gen/social_network/media-service.js";
import {
  PostStorageService,
  PostStorageServiceClient,
} from "../test/golden/social_network/gen/social_network/post-storage-service.js";
import {
  TextService,
  TextServiceClient,
  TextServiceMethods,
} from "../test/golden/social_network/gen/social_network/text-service.js";
import {
  UserMentionService,
  UserMentionServiceClient,
} from "../test/golden/social_network/gen/social_network/user-mention-service.js";
import { startRedisProxy } from "../test/support/redis-proxy.js";
import { startRedis } from "../test/support/redis-server.js";
import { LocalFunctions } from "./local-functions.js";

const NOTHING = new Map<string, string>();
const REPLAYED = { inputs: 10, calls: 5 };

const server = await startRedis();
const proxy = await startRedisProxy(server.port);
const store = await openRedisStore(proxy.url);
const functions = new LocalFunctions(store);
let hangs = false;

await functions.deploy(MediaService, { ComposeMedia: () => [] });
await functions.deploy(UserMentionService, {
  async ComposeUserMentions(_req_id, usernames, _carrier, { state }) {
    return Promise.all(
      usernames.map((username) =>
        state.users.update(username, (before) => ({ username, user_id: (before?.user_id ?? 0n) + 1n })),
      ),
    );
  },
});
await functions.deploy(PostStorageService, {
  StorePost: () => {},
  ReadPost: () => {
    throw new Error("not needed here");
  },
  ReadPosts: async (_req_id, ids, _carrier, { state }) => {
    for (const id of ids) await state.posts.get(id);
    return [];
  },
});
await functions.deploy(TextService, {
  async ComposeText(req_id, text, carrier, invocation) {
    const media = new MediaServiceClient(invocation);
    const mustHang = hangs;
    if (text === "long") {
      for (let input = 0; input < REPLAYED.inputs; input++) invocation.now();
      for (let call = 0; call < REPLAYED.calls; call++) await media.ComposeMedia(req_id, [], [], carrier);
      if (mustHang) await new Promise(() => {});
    } else await media.ComposeMedia(req_id, [], [], carrier);
    return { text, urls: [], user_mentions: [] };
  },
});
await functions.deploy(ComposePostService, {
  async ComposePost(req_id, _username, _user_id, text, _ids, _types, _post_type, carrier, invocation) {
    await new TextServiceClient(invocation).ComposeText(req_id, text, carrier);
  },
});

/** Round trips of `work`, which is done once before: scripts are sent in full the first time. */
async function count(work: () => Promise<unknown>): Promise<number> {
  await work();
  await functions.settled();
  proxy.takeCommands();
  await work();
  await functions.settled();
  return proxy.takeCommands().length;
}

async function countReplay(): Promise<number> {
  hangs = true;
  const id = await functions.edge.submit(TextService, TextServiceMethods.ComposeText, {
    req_id: 1n,
    text: "long",
    carrier: NOTHING,
  });
  const isUnderWay = async (): Promise<boolean> => {
    const record = await store.load({ partition: "TextService", id });
    return record?.callbacks.size === REPLAYED.calls;
  };
  while (!(await isUnderWay())) await new Promise(setImmediate);
  hangs = false;
  const [claim] = await store.claim(0, 1);
  if (claim === undefined) throw new Error("there is nothing to replay");
  proxy.takeCommands();
  await nudge(functions, claim.intent, 10_000);
  return proxy.takeCommands().length;
}

try {
  const { edge } = functions;
  const leaf = await count(() => new MediaServiceClient(edge).ComposeMedia(1n, [], [], NOTHING));
  const readWrite = await count(() => new UserMentionServiceClient(edge).ComposeUserMentions(1n, ["ana"], NOTHING));
  const readonly = await count(() => new PostStorageServiceClient(edge).ReadPosts(1n, [], NOTHING));
  const readonlyRead = await count(() => new PostStorageServiceClient(edge).ReadPosts(1n, [7n], NOTHING));
  const root = await count(() => new TextServiceClient(edge).ComposeText(1n, "short", NOTHING));
  const nested = await count(() =>
    new ComposePostServiceClient(edge).ComposePost(1n, "ana", 1n, "short", [], [], 0, NOTHING),
  );
  const replay = await countReplay();
  const ownCommit = 1;

  const rows = [
    ["call to a leaf that reads once and writes once", readWrite, "2", "9", "9", "5-7"],
    ["call to a leaf that does neither", leaf, "1", "4", "", ""],
    ["call to a faas.readonly leaf that reads nothing", readonly, "0", "", "", ""],
    ["call to a faas.readonly leaf that reads once", readonlyRead, "1", "", "", ""],
    ["caller's side of a root's first call", root - leaf - ownCommit, "1", "1", "", ""],
    ["caller's side of a nested call, no unflushed input", nested - root - ownCommit, "0", "1", "", ""],
    [
      `replay of ${REPLAYED.inputs + REPLAYED.calls} steps, without the commit of its result`,
      replay - ownCommit,
      "1",
      `${REPLAYED.inputs + REPLAYED.calls}`,
      "",
      "",
    ],
  ] as const;
  const header = ["round trips to the store", "here", "budget", "Beldi", "Boki", "Halfmoon"];
  const widths = [58, 6, 8, 7, 6, 9];
  const print = (cells: readonly (string | number)[]): void =>
    console.log(
      cells.map((cell, i) => (i === 0 ? String(cell).padEnd(58) : String(cell).padStart(widths[i] ?? 8))).join(""),
    );
  print(header);
  for (const row of rows) print(row);

  await server.command("CONFIG", "RESETSTAT");
  await new UserMentionServiceClient(edge).ComposeUserMentions(1n, ["ana"], NOTHING);
  console.log(
    "\nINFO commandstats after one call to the leaf that reads once and writes once (with those inside scripts):",
  );
  for (const [, name, calls] of (await server.command("INFO", "commandstats")).matchAll(/cmdstat_([^:]+):calls=(\d+)/g))
    if (name !== undefined && !/^(config|info)/.test(name)) console.log(`  ${name.padEnd(12)} ${calls}`);
  console.log("\nOthers' figures are from their papers, artifacts and published code; none of theirs ran here.");
  if (rows.some(([, here, budget]) => here > Number(budget))) process.exitCode = 1;
} finally {
  await store.close();
  await proxy.stop();
  await server.stop();
}

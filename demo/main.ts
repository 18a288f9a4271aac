/**
 * `npm run demo`: generates the social network, runs three of its services as processes, kills two of them with -9 in
 * the middle of a call, and shows that the call happened exactly once. Then the same without exactly-once.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { openStore, type StructCodec } from "thrift-faas";
import { startDev } from "../emulator/dev.js";
import { encodeState } from "../runtime/invocation/state-codec.js";
import type { Crash } from "./crash-and-record.js";
import { drawInvocationTree } from "./invocation-tree.js";
import { generate, layOut, removeWorkspace, runClient, typeCheck, WORKSPACE } from "./workspace.js";

const TEXT =
  "Grüße aus 東京 🗼 @ana, @bob and @nobody: see https://thrift.apache.org/docs and http://openfaas.com 🎉 naïve café";
const CRASH_AND_RECORD = pathToFileURL(fileURLToPath(new URL("./crash-and-record.js", import.meta.url))).href;

heading("1. Generate gen/ from idl-examples/social_network.thrift, and check its types");
layOut();
console.log((await generate("social_network.thrift")).trim());
await typeCheck();
console.log("tsc: no errors");

heading("2. Call ComposeText; nothing goes wrong");
await scenario("calm", "on", {});

heading("3. The same call; UrlShortenService and TextService are killed with -9 on the way");
const guarded = await scenario("crashes", "on", crashes(1));

heading("4. The same crashes, with exactly-once switched off");
const unguarded = await scenario("crashes-off", "off", crashes(2));

heading("What is left in the store");
console.log(`exactly-once on:  1 reply with 2 short URLs, ${guarded} stored: ${verdict(guarded)}`);
console.log(`exactly-once off: 1 reply with 2 short URLs, ${unguarded} stored: ${verdict(unguarded)}`);
removeWorkspace();
if (guarded !== 2 || unguarded <= 2) {
  console.error("This is not what the demo is meant to show.");
  process.exitCode = 1;
}

/** UrlShortenService dies when its writes are durable, TextService when the first of its two calls has come back. */
function crashes(writes: number): Record<string, Crash> {
  return {
    "UrlShortenService.ComposeUrls": { event: "wrote", count: writes },
    "TextService.ComposeText": { event: "executed", label: "UserMentionService.ComposeUserMentions", count: 1 },
  };
}

/** Runs the services once on a store of their own; resolves to the number of short URLs stored in the end. */
async function scenario(name: string, exactlyOnce: "on" | "off", toCome: Record<string, Crash>): Promise<number> {
  const folder = join(WORKSPACE, name);
  mkdirSync(folder, { recursive: true });
  await registerUsers(folder);
  for (const [method, crash] of Object.entries(toCome))
    writeFileSync(join(folder, `crash-${method}`), JSON.stringify(crash));
  const dev = await startDev({
    genDir: join(WORKSPACE, "gen"),
    workDir: folder,
    port: 0,
    execTimeoutMs: 30_000,
    env: { DEMO_FOLDER: folder, THRIFT_FAAS_EXACTLY_ONCE: exactlyOnce },
    preload: [CRASH_AND_RECORD],
    onLine: () => {},
  });
  try {
    console.log((await runClient(dev.url, TEXT)).trim());
  } finally {
    await dev.close();
  }
  console.log(`\n${drawInvocationTree(join(folder, "events.jsonl"))}`);
  return countShortUrls(folder);
}

/** Writes the users that UserMentionService is to find, as a loader of test data would. */
async function registerUsers(folder: string): Promise<void> {
  const { UserMentionCodec } = (await import(
    pathToFileURL(join(WORKSPACE, "out/gen/social_network/codecs.js")).href
  )) as {
    UserMentionCodec: StructCodec<{ user_id: bigint; username: string }>;
  };
  const store = await openStore(storeUrl(folder));
  for (const [index, username] of ["ana", "bob", "eve"].entries()) {
    const value = encodeState(UserMentionCodec, { user_id: BigInt(index + 1), username });
    await store.writeUnguarded({ partition: "UserMentionService", collection: "users", key: username }, value);
  }
  await store.close();
}

async function countShortUrls(folder: string): Promise<number> {
  const store = await openStore(storeUrl(folder));
  let count = 0;
  for await (const { key } of store.scan("UrlShortenService", "urls")) {
    console.log(`   stored: ${key}`);
    count++;
  }
  await store.close();
  return count;
}

function storeUrl(folder: string): string {
  return `lmdb:${join(folder, "store")}`;
}

function verdict(stored: number): string {
  return stored === 2 ? "exactly once" : `${stored - 2} orphans that no post will ever name`;
}

function heading(text: string): void {
  console.log(`\n=== ${text}\n`);
}

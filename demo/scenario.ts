/** One run of the demo's services on a store of their own: start, warm up, crash as told, look at what is left. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openStore, type StructCodec } from "thrift-faas";
import { TType } from "thrift-faas/codegen/v1";
import { startDev } from "../emulator/dev.js";
import { encodeStored } from "../runtime/state/encoding.js";
import type { Crash } from "./crash-and-record.js";
import { drawInvocationTree } from "./invocation-tree.js";
import { runClient, WORKSPACE } from "./workspace.js";

const CRASH_AND_RECORD = new URL("./crash-and-record.js", import.meta.url).href;

export interface Scenario {
  /** Its folder in the workspace. */
  readonly name: string;
  readonly text: string;
  readonly exactlyOnce: "on" | "off";
  /** By `Service.Method`. */
  readonly crashes: Readonly<Record<string, Crash>>;
}

export interface Outcome {
  readonly reply: Reply;
  readonly tree: string;
  readonly stored: readonly string[];
  /** The short URLs that are stored and in no reply. */
  readonly orphans: readonly string[];
}

/** ComposeText's reply, as the client program prints it. */
interface Reply {
  readonly text: string;
  readonly urls: readonly { readonly shortened_url: string }[];
}

export async function runScenario({ name, text, exactlyOnce, crashes }: Scenario): Promise<Outcome> {
  const folder = join(WORKSPACE, name);
  mkdirSync(folder, { recursive: true });
  const store = `lmdb:${join(folder, "store")}`;
  await registerUsers(store);
  const dev = await startDev({
    genDir: join(WORKSPACE, "gen"),
    workDir: folder,
    port: 0,
    // No collector comes in between.
    timing: { everyMinuteMs: 3_600_000 },
    env: { DEMO_FOLDER: folder, THRIFT_FAAS_EXACTLY_ONCE: exactlyOnce },
    preload: [CRASH_AND_RECORD],
    onLine: () => {},
  });
  let reply: Reply;
  try {
    // Starts the three processes, so that the crashes come in the same order every time. Writes nothing.
    await runClient(dev.url, "warm-up");
    writeFileSync(join(folder, "events.jsonl"), "");
    for (const [method, crash] of Object.entries(crashes))
      writeFileSync(join(folder, `crash-${method}`), JSON.stringify(crash));
    reply = JSON.parse(await runClient(dev.url, text)) as Reply;
  } finally {
    await dev.close();
  }
  const stored = await listShortUrls(store);
  const orphans = stored.filter((url) => !reply.urls.some(({ shortened_url }) => shortened_url === url));
  return { reply, tree: drawInvocationTree(join(folder, "events.jsonl")), stored, orphans };
}

/** Writes the users that UserMentionService is to find, as a loader of test data would. */
async function registerUsers(url: string): Promise<void> {
  const codecs = pathToFileURL(join(WORKSPACE, "out/gen/social_network/codecs.js")).href;
  const { UserMentionCodec } = (await import(codecs)) as {
    UserMentionCodec: StructCodec<{ user_id: bigint; username: string }>;
  };
  const store = await openStore(url);
  for (const [index, username] of ["ana", "bob", "eve"].entries()) {
    const user = { user_id: BigInt(index + 1), username };
    const value = encodeStored({ type: TType.STRUCT, ...UserMentionCodec }, user);
    await store.writeUnguarded({ partition: "UserMentionService", collection: "users", key: username }, value);
  }
  await store.close();
}

async function listShortUrls(url: string): Promise<string[]> {
  const store = await openStore(url);
  const urls: string[] = [];
  for await (const { key } of store.scan("UrlShortenService", "urls")) urls.push(key);
  await store.close();
  return urls;
}

/**
 * `npm run demo`: generates the social network, runs three of its services as processes, kills two of them with -9 in
 * the middle of a call, and shows that the call happened exactly once. Then the same without exactly-once.
 */

import { runScenario, type Outcome } from "./scenario.js";
import { generate, layOut, removeWorkspace, typeCheck } from "./workspace.js";

const TEXT =
  "Grüße aus 東京 🗼 @ana, @bob and @nobody: see https://thrift.apache.org/docs and http://openfaas.com 🎉 naïve café";

try {
  heading("1. Generate gen/ from idl-examples/social_network.thrift, and check its types");
  layOut();
  console.log((await generate("social_network.thrift")).trim());
  await typeCheck();
  console.log("tsc: no errors");

  heading("2. Call ComposeText; nothing goes wrong");
  const calm = await runScenario({ name: "calm", text: TEXT, exactlyOnce: "on", crashes: {} });
  console.log(`Sent:  ${TEXT}\nReply: ${JSON.stringify(calm.reply, null, 2)}\n`);
  show(calm);

  heading("3. The same call; UrlShortenService and TextService are killed with -9 on the way");
  const guarded = await runScenario({ name: "crashes", text: TEXT, exactlyOnce: "on", crashes: crashesAfter(1) });
  show(guarded);

  heading("4. The same crashes, with exactly-once switched off");
  const unguarded = await runScenario({ name: "plain", text: TEXT, exactlyOnce: "off", crashes: crashesAfter(2) });
  show(unguarded);

  heading("What is left in the store");
  console.log(`exactly-once on:  ${summarise(guarded)}`);
  console.log(`exactly-once off: ${summarise(unguarded)}`);
  if (guarded.orphans.length > 0 || unguarded.orphans.length === 0) {
    console.error("This is not what the demo is meant to show.");
    process.exitCode = 1;
  }
} finally {
  removeWorkspace();
}

/** UrlShortenService dies when its writes are durable, TextService when one of its two calls has come back. */
function crashesAfter(writes: number): Parameters<typeof runScenario>[0]["crashes"] {
  return {
    "UrlShortenService.ComposeUrls": { event: "wrote", count: writes },
    "TextService.ComposeText": { event: "executed", label: "UserMentionService.ComposeUserMentions", count: 1 },
  };
}

function show({ tree, reply, stored, orphans }: Outcome): void {
  console.log(`${tree}\n\nThe client got one reply: ${reply.text}\nStored short URLs:`);
  for (const url of stored)
    console.log(`   ${url}${orphans.includes(url) ? "   <- an orphan: no reply names it" : ""}`);
}

function summarise({ reply, stored, orphans }: Outcome): string {
  const verdict = orphans.length === 0 ? "exactly once" : `${orphans.length} orphans`;
  return `${reply.urls.length} short URLs in the reply, ${stored.length} in the store: ${verdict}`;
}

function heading(text: string): void {
  console.log(`\n=== ${text}\n`);
}

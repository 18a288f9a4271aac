/**
 * Kills one attempt at every boundary there is, one run each: before and after every store operation, send, receive
 * and reply. Whatever dies, the client gets one answer and every effect is there once.
 */

import { expect } from "chai";
import { EdgeCaller } from "../../../runtime/client/edge-caller.js";
import { processEnvironment } from "../../../runtime/environment.js";
import { TextServiceClient } from "../../golden/social_network/gen/social_network/text-service.js";
import type { TextServiceReturn } from "../../golden/social_network/gen/social_network/types.js";
import { readNumber } from "../../support/test-state.js";
import { Cluster } from "../../support/cluster.js";
import { deploySocialNetwork } from "../../support/social-network.js";

const TEXT = "see http://a.example and http://b.example with @ana";

interface Run {
  readonly reply: TextServiceReturn;
  readonly trace: readonly string[];
  /** The keys of the short URLs that are stored in the end. */
  readonly stored: readonly string[];
  /** How often ComposeUserMentions has counted @ana. */
  readonly asked: bigint | undefined;
  readonly unfinished: number;
}

async function run(killAt: number, guarded: boolean): Promise<Run> {
  const cluster = new Cluster({ killAt, guarded });
  deploySocialNetwork(cluster);
  const reply = await new TextServiceClient(
    new EdgeCaller({ transport: cluster.transport, environment: processEnvironment }, 10_000),
  ).ComposeText(1n, TEXT, new Map());
  const stored: string[] = [];
  for await (const { key } of cluster.store.scan("UrlShortenService", "urls")) stored.push(key);
  const asked = await readNumber(cluster.store, {
    partition: "UserMentionService",
    collection: "users",
    key: "@ana",
  });
  const unfinished = (await cluster.store.claim(-1, 10)).length;
  return { reply, trace: cluster.trace, stored, asked, unfinished };
}

function effectsOf({ reply, stored, asked, unfinished }: Run): object {
  return {
    inReply: reply.urls.map((url) => url.shortened_url).sort(),
    stored: [...stored].sort(),
    expanded: reply.urls.map((url) => url.expanded_url),
    mentions: reply.user_mentions.map((mention) => mention.user_id),
    asked,
    unfinished,
  };
}

describe("a crash at every boundary of ComposeText", () => {
  let calm: Run;
  before(async () => {
    calm = await run(0, true);
  });

  it("costs the store five operations when nothing goes wrong: a flush, a read, three commits", () => {
    const operations = calm.trace.filter((boundary) => boundary.includes("before") && !boundary.includes("send"));
    expect(operations).to.have.members([
      "text-service before commit",
      "url-shorten-service before commit",
      "user-mention-service before read",
      "user-mention-service before commit",
      "text-service before commit",
    ]);
  });

  it("leaves one reply, one set of short URLs, one count, no unfinished intent", async () => {
    expect(calm.trace.length).to.be.greaterThan(15);
    for (let killAt = 1; killAt <= calm.trace.length; killAt++) {
      const crashed = await run(killAt, true);
      const where = `killed at ${killAt}: ${crashed.trace[killAt - 1]}`;
      expect(crashed.trace.length, where).to.be.greaterThan(killAt);
      const inReply = crashed.reply.urls.map((url) => url.shortened_url).sort();
      expect(inReply.length, where).to.equal(2);
      expect(effectsOf(crashed), where).to.deep.equal({
        inReply,
        stored: inReply,
        expanded: ["http://a.example", "http://b.example"],
        mentions: [1n],
        asked: 1n,
        unfinished: 0,
      });
    }
  });

  it("does damage at some of them when exactly-once is switched off", async () => {
    const { trace } = await run(0, false);
    let orphans = 0;
    let doubles = 0;
    for (let killAt = 1; killAt <= trace.length; killAt++) {
      const crashed = await run(killAt, false);
      if (crashed.stored.length > 2) orphans++;
      if (crashed.asked !== 1n) doubles++;
    }
    expect(orphans).to.be.greaterThan(3);
    expect(doubles).to.be.greaterThan(3);
  });
});

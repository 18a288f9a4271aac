/** Ways in which exactly-once was once broken, each found by somebody who tried. */

import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Background } from "../../../runtime/background.js";
import type { Invocation } from "../../../runtime/invocation/invocation.js";
import { ApplicationExceptionCodec } from "../../../runtime/protocol/application-exception.js";
import { TType } from "../../../runtime/protocol/protocol.js";
import { binary } from "../../../runtime/protocol/binary.js";
import { EXPIRY_SLACK, LIFETIME } from "../../../runtime/store/expiry.js";
import { MemoryStore } from "../../../runtime/store/memory.js";
import type { RecordedResult } from "../../../runtime/store/store.js";
import { BookShop, BookShopClient, type BookShopHandler } from "../../golden/bookshop/gen/bookshop/book-shop.js";
import type { Order } from "../../golden/bookshop/gen/bookshop/types.js";
import {
  TextService,
  TextServiceClient,
  type TextServiceHandler,
} from "../../golden/social_network/gen/social_network/text-service.js";
import { ServiceException } from "../../golden/social_network/gen/social_network/types.js";
import {
  UrlShortenService,
  UrlShortenServiceClient,
} from "../../golden/social_network/gen/social_network/url-shorten-service.js";
import {
  UserMentionService,
  UserMentionServiceClient,
} from "../../golden/social_network/gen/social_network/user-mention-service.js";
import { attemptOf } from "../../support/attempt.js";
import { readNumber, testMap, writeNumber } from "../../support/test-state.js";
import {
  SocialGraphService,
  SocialGraphServiceClient,
  type SocialGraphServiceHandler,
} from "../../golden/social_network/gen/social_network/social-graph-service.js";
import { Cluster } from "../../support/cluster.js";
import { deferred } from "../../support/deferred.js";
import { deploySocialNetwork, urlHandler } from "../../support/social-network.js";
import { tagOf } from "../../../runtime/protocol/tag.js";
import { fieldsOf } from "../../../runtime/protocol/fields.js";

const CARRIER = new Map<string, string>();

/** A handler of ComposeText that does this with its invocation and then returns. */
function doing(work: (invocation: Invocation) => unknown): TextServiceHandler {
  return {
    ComposeText: async (_req_id, text, _carrier, invocation) => {
      await work(invocation);
      return { text, user_mentions: [], urls: [] };
    },
  };
}

function compose(
  cluster: Cluster,
  handler: TextServiceHandler,
  options: Parameters<typeof attemptOf>[3] = {},
): Promise<RecordedResult> {
  return attemptOf(cluster, TextService, handler, options, (caller) =>
    new TextServiceClient(caller).ComposeText(1n, "text", CARRIER).catch(() => {}),
  );
}

const mention = (invocation: Invocation, ...names: string[]): Promise<unknown> =>
  new UserMentionServiceClient(invocation).ComposeUserMentions(1n, names, CARRIER);
const shorten = (invocation: Invocation, ...urls: string[]): Promise<unknown> =>
  new UrlShortenServiceClient(invocation).ComposeUrls(1n, urls, CARRIER);

/** How often UserMentionService has been asked for a name. */
async function asked(cluster: Cluster, name: string): Promise<bigint> {
  const key = { partition: "UserMentionService", collection: "users", key: name };
  return (await readNumber(cluster.store, key)) ?? 0n;
}

async function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "it did not fail",
    (error: unknown) => String(error),
  );
}

function faultIn(result: RecordedResult): string {
  expect(result.kind).to.equal("exception");
  return ApplicationExceptionCodec.read(binary.reader(result.body)).message;
}

/** First attempts do this and then hang, as if they had died; resolves when the first one has come so far. */
async function hangAfter(
  work: (invocation: Invocation) => Promise<unknown>,
  start: (handler: TextServiceHandler) => void,
): Promise<void> {
  const come = deferred();
  start(
    doing(async (invocation) => {
      await work(invocation);
      come.resolve();
      await new Promise(() => {});
    }),
  );
  await come.promise;
}

const unused = (): never => {
  throw new Error("not needed here");
};
const unusedGraph: SocialGraphServiceHandler = {
  GetFollowers: unused,
  GetFollowees: unused,
  Follow: unused,
  Unfollow: unused,
  FollowWithUsername: unused,
  UnfollowWithUsername: unused,
  InsertUser: unused,
};

describe("regressions", () => {
  let cluster: Cluster;
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);

  beforeEach(() => {
    cluster = new Cluster();
    deploySocialNetwork(cluster);
    unhandled.length = 0;
    process.on("unhandledRejection", note);
  });
  afterEach(async () => {
    await sleep(5);
    process.off("unhandledRejection", note);
    expect(unhandled).to.deep.equal([]);
  });

  it("a divergence in one branch leaves no rejection that nobody handles in another", async () => {
    await hangAfter(
      (invocation) => mention(invocation, "@a"),
      (handler) => void compose(cluster, handler),
    );
    const error = failure(
      compose(
        cluster,
        doing(async (invocation) => {
          const changed = mention(invocation, "@other");
          const second = shorten(invocation);
          await changed;
          await second;
        }),
        { number: 2 },
      ),
    );
    expect(await error).to.include("diverged at step 1");
  });

  it("two racing attempts with calls that are awaited one after the other leave no rejection either", async () => {
    const handler = doing(async (invocation) => {
      invocation.now();
      const first = shorten(invocation);
      const second = mention(invocation, "@a");
      await first;
      await second;
    });
    await Promise.all([compose(cluster, handler), compose(cluster, handler), compose(cluster, handler)]);
    expect(await asked(cluster, "@a")).to.equal(1n);
  });

  it("an argument that leaves out a field with a default is the same call in a replay", async () => {
    const order: Order = {
      id: "00000000-0000-4000-8000-000000000000",
      basket: new Map(),
      payment: { kind: "voucher", value: "v" },
      agreed_prices: new Map(),
      shelves: [],
      greeting: "",
    };
    let orders = 0;
    const shop: Partial<BookShopHandler> = { order: () => BigInt(++orders) };
    cluster.deploy(BookShop, shop as BookShopHandler);
    const buy = (invocation: Invocation): Promise<unknown> => new BookShopClient(invocation).order(order);
    await hangAfter(buy, (handler) => void compose(cluster, handler));
    expect((await compose(cluster, doing(buy), { number: 2 })).kind).to.equal("reply");
    expect(orders).to.equal(1);
  });

  it("a value that is read after a call, or beside one, and then changed, loses no update", async () => {
    const counting = (read: (invocation: Invocation) => Promise<bigint>): TextServiceHandler =>
      doing(async (invocation) => {
        const user_id = (await read(invocation)) + 1n;
        await testMap(invocation, "counts").put("n", { user_id, username: "n" });
      });
    const get = async (invocation: Invocation): Promise<bigint> =>
      (await testMap(invocation, "counts").get("n"))?.user_id ?? 0n;
    const after = counting(async (invocation) => {
      await shorten(invocation);
      return get(invocation);
    });
    const beside = counting(async (invocation) => (await Promise.all([get(invocation), shorten(invocation)]))[0]);
    for (let i = 0; i < 10; i++)
      void (await Promise.all([after, beside].map((handler, j) => compose(cluster, handler, { id: `${i}-${j}` }))));
    const key = { partition: "TextService", collection: "counts", key: "n" };
    expect(await readNumber(cluster.store, key)).to.equal(20n);
  });

  it("an answer that the callee did not record is not for the handler to decide by", async () => {
    cluster.deploy({ ...UrlShortenService, methods: new Map() }, urlHandler);
    const handler = doing(async (invocation) => {
      try {
        await shorten(invocation, "http://a");
      } catch {
        await mention(invocation, "@fallback");
      }
    });
    expect(await failure(compose(cluster, handler))).to.include("UrlShortenService has no method ComposeUrls");
    cluster.deploy(UrlShortenService, urlHandler);
    expect((await compose(cluster, handler, { number: 2 })).kind).to.equal("reply");
    expect(await asked(cluster, "@fallback")).to.equal(0n);
  });

  it("a replay that takes fewer steps than the log holds has diverged", async () => {
    await hangAfter(
      (invocation) => mention(invocation, "@a"),
      (handler) => void compose(cluster, handler),
    );
    const error = await failure(
      compose(
        cluster,
        doing(() => {}),
        { number: 2 },
      ),
    );
    expect(error).to.include("diverged at step 1").and.include("the handler has returned");
  });

  it("one ID at two services is two invocations, with calls of their own", async () => {
    await compose(
      cluster,
      doing((invocation) => mention(invocation, "@a")),
      { id: "mine" },
    );
    await attemptOf(
      cluster,
      UrlShortenService,
      { ...urlHandler, ComposeUrls: async (_r, _u, _c, invocation) => (await mention(invocation, "@a"), []) },
      { id: "mine" },
      (caller) => new UrlShortenServiceClient(caller).ComposeUrls(1n, [], CARRIER).catch(() => {}),
    );
    expect(await asked(cluster, "@a")).to.equal(2n);
  });

  it("arguments that are changed after the call was made change nothing", async () => {
    const handler = doing(async (invocation) => {
      const names = ["@a"];
      const call = new UserMentionServiceClient(invocation).ComposeUserMentions(1n, names, CARRIER);
      names[0] = "@b";
      await call;
    });
    await compose(cluster, handler);
    expect([await asked(cluster, "@a"), await asked(cluster, "@b")]).to.deep.equal([1n, 0n]);
  });

  it("a handler that changes its arguments gets fresh ones when it is run again", async () => {
    const texts: string[] = [];
    const key = { partition: "UserMentionService", collection: "users", key: "a" };
    const result = await attemptOf(
      cluster,
      UserMentionService,
      {
        ComposeUserMentions: async (_req_id, usernames, _carrier, invocation) => {
          const name = (usernames as string[]).pop() ?? "";
          texts.push(name);
          await invocation.state.users.get("a");
          if (texts.length === 1) await writeNumber(cluster.store, key, 1n);
          return [];
        },
      },
      {},
      (caller) => new UserMentionServiceClient(caller).ComposeUserMentions(1n, ["a", "b"], CARRIER).catch(() => {}),
    );
    expect(result.kind).to.equal("reply");
    expect(texts).to.deep.equal(["b", "b"]);
  });

  it("a fault over a state that never was is not recorded", async () => {
    const at = (key: string) => ({ partition: "TextService", collection: "accounts", key });
    await writeNumber(cluster.store, at("a"), 100n);
    await writeNumber(cluster.store, at("b"), 0n);
    let runs = 0;
    const handler = doing(async (invocation) => {
      const accounts = testMap(invocation, "accounts");
      const a = (await accounts.get("a"))?.user_id ?? 0n;
      if (++runs === 1) {
        await writeNumber(cluster.store, at("a"), 0n);
        await writeNumber(cluster.store, at("b"), 100n);
      }
      const b = (await accounts.get("b"))?.user_id ?? 0n;
      if (a + b !== 100n) throw new Error("invariant broken");
    });
    expect((await compose(cluster, handler)).kind).to.equal("reply");
    expect(runs).to.equal(2);
  });

  it("whatever a handler throws is recorded", async () => {
    const broken = { errorCode: undefined, message: "m" } as never as ConstructorParameters<typeof ServiceException>[0];
    for (const thrown of [new ServiceException(broken), Object.create(null) as unknown, undefined]) {
      const own = new Cluster();
      const handler = doing(() => Promise.reject(thrown));
      faultIn(await compose(own, handler));
      expect((await own.store.load({ partition: "TextService", id: "root" }))?.result?.kind).to.equal("exception");
    }
  });

  it("a handler with a retry loop of its own cannot keep an attempt from ending", async () => {
    const own = new Cluster();
    const handler = doing(async (invocation) => {
      for (;;) {
        try {
          return await mention(invocation, "@a");
        } catch {
          await sleep(1);
        }
      }
    });
    expect(await failure(compose(own, handler))).to.include("no function user-mention-service");
  });

  it("a call that the handler does not wait for has left, or can be sent by anybody, when the invocation is done", async () => {
    await compose(
      cluster,
      doing((invocation) => {
        invocation.now();
        void mention(invocation, "@a");
      }),
    );
    await sleep(20);
    expect(await asked(cluster, "@a")).to.equal(1n);
    expect(await cluster.store.claim(-1, 10)).to.deep.equal([]);
  });

  it("what a handler does after it has returned does not happen", async () => {
    const later = deferred();
    await compose(
      cluster,
      doing(async (invocation) => {
        await mention(invocation, "@early");
        void (async () => {
          await later.promise;
          await mention(invocation, "@late");
        })();
      }),
    );
    later.resolve();
    await sleep(5);
    expect([await asked(cluster, "@early"), await asked(cluster, "@late")]).to.deep.equal([1n, 0n]);
  });

  it("a call that fails while the handler waits for another one does not end the process", async () => {
    cluster.deploy(UrlShortenService, {
      ...urlHandler,
      ComposeUrls: () => Promise.reject(new ServiceException({ errorCode: 0, message: "no" })),
    });
    cluster.deploy(UserMentionService, { ComposeUserMentions: async () => (await sleep(20), []) });
    const result = await compose(
      cluster,
      doing(async (invocation) => {
        const fails = shorten(invocation);
        await mention(invocation);
        await fails.catch(() => {});
      }),
    );
    expect(result.kind).to.equal("reply");
  });

  it("a branch that nobody waits for is not told that the infrastructure failed, and cannot end the process", async () => {
    const own = new Cluster();
    let told = false;
    const handler = doing(async (invocation) => {
      void (async () => {
        await mention(invocation).finally(() => (told = true));
      })();
      await shorten(invocation);
    });
    expect(await failure(compose(own, handler))).to.include("no function");
    await sleep(5);
    expect(told).to.equal(false);
  });

  it("a oneway call that was made in an attempt that died is made once, by the one that ends", async () => {
    const views: string[] = [];
    const shop: Partial<BookShopHandler> = { viewed: (isbn) => void views.push(isbn) };
    cluster.deploy(BookShop, shop as BookShopHandler);
    const view = (invocation: Invocation): Promise<unknown> => new BookShopClient(invocation).viewed("isbn");
    await hangAfter(view, (handler) => void compose(cluster, handler));
    await cluster.background.settled();
    expect(views).to.deep.equal([]);
    const background = new Background();
    expect((await compose(cluster, doing(view), { number: 2, background })).kind).to.equal("reply");
    await background.settled();
    expect(views).to.deep.equal(["isbn"]);
  });

  it("a oneway call that nobody takes is not lost in silence: its intent stays", async () => {
    cluster.deploy({ ...BookShop, methods: new Map() }, {} as BookShopHandler);
    await compose(
      cluster,
      doing((invocation) => new BookShopClient(invocation).viewed("isbn")),
    );
    const { unfinished } = await cluster.collect();
    expect(unfinished.map(({ claim }) => claim.intent.function)).to.deep.equal(["book-shop"]);
  });

  it("a result that nests too deep to be read is a fault, not a reply", async () => {
    let payment: Awaited<ReturnType<BookShopClient["how_paid"]>> = { kind: "voucher", value: "v" };
    for (let depth = 0; depth < 70; depth++) payment = { kind: "split", value: [payment] };
    const shop: Partial<BookShopHandler> = { how_paid: () => payment };
    const result = await attemptOf(cluster, BookShop, shop as BookShopHandler, {}, (caller) =>
      new BookShopClient(caller).how_paid(1n).catch(() => {}),
    );
    expect(faultIn(result)).to.include("nests more than 64 levels deep");
  });

  it("a run that finds no quiet moment gives up in time, to be tried again", async () => {
    const key = { partition: "TextService", collection: "hot", key: "k" };
    let writes = 0n;
    const handler = doing(async (invocation) => {
      await testMap(invocation, "hot").get("k");
      await writeNumber(cluster.store, key, ++writes);
    });
    expect(await failure(compose(cluster, handler, { callTimeoutMs: 50 }))).to.include("found no quiet moment");
  });

  it("a result that cannot be read is no fault of the caller's, neither at first nor in a replay", async () => {
    const url = UrlShortenService.methods.get("ComposeUrls");
    if (url === undefined) throw new Error("UrlShortenService has no ComposeUrls");
    // As if the callee were of another version of the IDL: its result is a number.
    const other: typeof url = {
      ...url,
      result: {
        name: "ComposeUrls_result",
        read: () => ({}),
        write: (output) => {
          output.writeStructBegin(fieldsOf("ComposeUrls_result", []));
          output.writeTag(tagOf(TType.I32, 0));
          output.writeI32(1);
          output.writeStructEnd();
        },
      },
    };
    cluster.deploy({ ...UrlShortenService, methods: new Map([["ComposeUrls", other]]) }, urlHandler);
    const handler = doing((invocation) => shorten(invocation));
    for (const number of [1, 2])
      expect(await failure(compose(cluster, handler, { number }))).to.include("success is an i32 on the wire");
    expect((await cluster.store.load({ partition: "TextService", id: "root" }))?.result).to.equal(undefined);
  });

  it("an intent holds the arguments as they came, whatever the handler does to them", async () => {
    const handler: TextServiceHandler = {
      ComposeText: async (_req_id, text, carrier, invocation) => {
        (carrier as Map<string, string>).set("changed", "yes");
        await mention(invocation);
        return { text, user_mentions: [], urls: [] };
      },
    };
    await attemptOf(cluster, TextService, handler, {}, (caller) =>
      new TextServiceClient(caller).ComposeText(1n, "text", new Map([["k", "v"]])).catch(() => {}),
    );
    const record = await cluster.store.load({ partition: "TextService", id: "root" });
    const message = Buffer.from(record?.intent?.message ?? []).toString("latin1");
    expect(message).to.include("ComposeText").and.not.include("changed");
  });

  it("a done intent that is executed again", async () => {
    const handler = doing(async (invocation) => {
      await mention(invocation, "@a");
    });
    cluster.deploy(TextService, handler);
    const intents: Uint8Array[] = [];
    await compose(cluster, handler);
    const record = await cluster.store.load({ partition: "TextService", id: "root" });
    if (record?.intent !== undefined) intents.push(record.intent.message);
    expect(intents.length).to.equal(1);
    // The collector had claimed it just before it was done: its message arrives twice, and late.
    for (let i = 0; i < 2; i++)
      for (const message of intents) await cluster.transport.post("text-service", message, "", 1_000);
    expect(await cluster.collect()).to.deep.equal({ finished: 0, unfinished: [], deadLetters: [] });
    expect(await asked(cluster, "@a")).to.equal(1n);
  });

  it("a late callback that resurrects a deleted record", async () => {
    let now = Date.now();
    const store = new MemoryStore({ now: () => now });
    cluster = new Cluster({ store });
    deploySocialNetwork(cluster);
    const sent: Uint8Array[] = [];
    cluster.intercept = async (name, body) => {
      if (name === "user-mention-service") sent.push(body);
      return body;
    };
    await compose(
      cluster,
      doing((invocation) => mention(invocation, "@a")),
    );
    now += LIFETIME + EXPIRY_SLACK + 60_000;
    await store.sweep(10);
    expect(await store.load({ partition: "TextService", id: "root" })).to.equal(undefined);
    for (const body of sent.splice(0)) await cluster.transport.post("user-mention-service", body, "", 1_000);
    expect(await store.load({ partition: "TextService", id: "root" })).to.equal(undefined);
    expect(await asked(cluster, "@a")).to.equal(1n);
  });

  it("an abort that leaks locks: one that parked, failed, conflicted or died leaves nothing that others wait for", async () => {
    const count = async (invocation: Invocation): Promise<void> => {
      const counts = testMap(invocation, "counts");
      const user_id = ((await counts.get("n"))?.user_id ?? 0n) + 1n;
      await counts.put("n", { user_id, username: "n" });
    };
    const key = { partition: "TextService", collection: "counts", key: "n" };
    const ends: Readonly<Record<string, (invocation: Invocation) => unknown>> = {
      died: () => new Promise(() => {}),
      failed: () => Promise.reject(new Error("a fault")),
      refused: async (invocation) => {
        const slow = mention(invocation, "@a");
        await sleep(1);
        invocation.now();
        await slow;
      },
    };
    for (const [id, end] of Object.entries(ends)) {
      const handler = doing(async (invocation) => {
        await count(invocation);
        await end(invocation);
      });
      const ended = compose(cluster, handler, { id }).catch(() => {});
      if (id !== "died") await ended;
    }
    let runs = 0;
    const conflicting = doing(async (invocation) => {
      await count(invocation);
      if (++runs === 1) await writeNumber(cluster.store, key, 10n);
    });
    await compose(cluster, conflicting, { id: "conflicting" });
    expect(runs).to.equal(2);
    for (let i = 0; i < 3; i++) await compose(cluster, doing(count), { id: `after ${i}` });
    expect(await readNumber(cluster.store, key)).to.equal(14n);
  });

  it("a set that changes while it is read does not look damaged", async () => {
    const CALLERS = 12;
    const friends = new Cluster();
    friends.deploy(SocialGraphService, {
      ...unusedGraph,
      Follow: async (_req_id, user_id, followee_id, _carrier, { state }) => {
        await state.followers.of(followee_id).add(user_id);
      },
      GetFollowers: async (_req_id, user_id, _carrier, { state }) => state.followers.of(user_id).values(),
    });
    const client = new SocialGraphServiceClient(friends.edge());
    const followers = Array.from({ length: CALLERS }, (_, index) => BigInt(index));
    const asked = followers.map(async (follower) => {
      await client.Follow(1n, follower, 99n, CARRIER);
      return client.GetFollowers(1n, 99n, CARRIER);
    });
    for (const list of await Promise.all(asked)) expect(list.length).to.be.within(1, CALLERS);
    expect(await client.GetFollowers(1n, 99n, CARRIER)).to.have.members(followers);
  });
});

/** The rules E1 to E7, each by its number, on the real execution over the memory store. */

import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { EdgeCaller } from "../../../runtime/client/edge-caller.js";
import { DeliveryError } from "../../../runtime/client/transport.js";
import { DerivedRandom } from "../../../runtime/invocation/derived-random.js";
import { DivergenceError, ReusedIdError } from "../../../runtime/invocation/errors.js";
import { calleeId } from "../../../runtime/invocation/ids.js";
import { ApplicationException, ApplicationExceptionType } from "../../../runtime/protocol/application-exception.js";
import { createExchange } from "../../../runtime/service/create-exchange.js";
import type { RecordedResult } from "../../../runtime/store/store.js";
import {
  TextService,
  TextServiceClient,
  type TextServiceHandler,
} from "../../golden/social_network/gen/social_network/text-service.js";
import { ErrorCode, ServiceException } from "../../golden/social_network/gen/social_network/types.js";
import { UrlShortenServiceClient } from "../../golden/social_network/gen/social_network/url-shorten-service.js";
import {
  UserMentionService,
  UserMentionServiceClient,
} from "../../golden/social_network/gen/social_network/user-mention-service.js";
import { attemptOf } from "../../support/attempt.js";
import { makeContext } from "../../support/context.js";
import { processEnvironment } from "../../../runtime/environment.js";
import { testMap, writeNumber } from "../../support/test-state.js";
import { Cluster } from "../../support/cluster.js";
import { deferred } from "../../support/deferred.js";
import { deploySocialNetwork, mentionHandler } from "../../support/social-network.js";

const NO_CARRIER = new Map<string, string>();

function edge(cluster: Cluster): EdgeCaller {
  return new EdgeCaller({ transport: cluster.transport, environment: processEnvironment }, 5_000);
}

/** One attempt of ComposeText, from a root's side. */
async function attempt(
  cluster: Cluster,
  handler: TextServiceHandler,
  id: string,
  number: number,
  text = "",
): Promise<RecordedResult> {
  return attemptOf(cluster, TextService, handler, { id, number, callTimeoutMs: 200 }, (caller) =>
    new TextServiceClient(caller).ComposeText(1n, text, NO_CARRIER),
  );
}

/** Resolves to what the promise was rejected with. */
async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it was expected to fail");
}

describe("E1: deterministic IDs", () => {
  it("depend on the store's secret, caller, step and method, and on nothing else", () => {
    const caller = { partition: "P", id: "caller" };
    const secret = Uint8Array.of(1, 2);
    const id = calleeId(secret, caller, "1", "S.m");
    expect(calleeId(Uint8Array.of(1, 2), { ...caller }, "1", "S.m")).to.equal(id);
    const others = [
      calleeId(Uint8Array.of(1, 3), caller, "1", "S.m"),
      calleeId(secret, { ...caller, partition: "Q" }, "1", "S.m"),
      calleeId(secret, { ...caller, id: "other" }, "1", "S.m"),
      calleeId(secret, caller, "2", "S.m"),
      calleeId(secret, caller, "1", "S.n"),
    ];
    expect(new Set([id, ...others]).size).to.equal(6);
  });

  it("give two equal calls of one handler two invocations", async () => {
    const cluster = new Cluster();
    const ids: string[] = [];
    cluster.deploy(UserMentionService, {
      ComposeUserMentions: (_req_id, _usernames, _carrier, invocation) => {
        ids.push(invocation.id);
        return [];
      },
    });
    cluster.deploy(TextService, {
      ComposeText: async (req_id, text, carrier, invocation) => {
        const mentions = new UserMentionServiceClient(invocation);
        await Promise.all([1, 2].map(() => mentions.ComposeUserMentions(req_id, ["@a"], carrier)));
        return { text, user_mentions: [], urls: [] };
      },
    });
    await new TextServiceClient(edge(cluster)).ComposeText(1n, "", NO_CARRIER);
    expect(new Set(ids).size).to.equal(2);
  });
});

describe("E2: output commit", () => {
  it("shows a replay the clock and the reads that the first attempt saw, though both have changed", async () => {
    const cluster = new Cluster();
    deploySocialNetwork(cluster);
    const seen: unknown[] = [];
    const asked = deferred();
    /** Reads, calls, and in its first attempt hangs for ever after the call: a crash, as far as anyone can see. */
    const handler: TextServiceHandler = {
      ComposeText: async (req_id, text, carrier, invocation) => {
        const now = invocation.now();
        const known = await testMap(invocation, "known").get("@a");
        seen.push([now, known?.user_id]);
        await new UserMentionServiceClient(invocation).ComposeUserMentions(req_id, ["@a"], carrier);
        if (invocation.attempt === 1) {
          asked.resolve();
          await new Promise(() => {});
        }
        return { text, user_mentions: [], urls: [] };
      },
    };
    const known = { partition: "TextService", collection: "known", key: "@a" };
    await writeNumber(cluster.store, known, 7n);
    void attempt(cluster, handler, "root", 1);
    await asked.promise;
    await cluster.store.writeUnguarded(known, undefined);
    await sleep(5);
    await attempt(cluster, handler, "root", 2);
    expect(seen.length).to.equal(2);
    expect(seen[1]).to.deep.equal(seen[0]);
  });

  it("flushes nothing for a leaf: its inputs leave with its result", async () => {
    const cluster = new Cluster();
    deploySocialNetwork(cluster);
    await new UserMentionServiceClient(edge(cluster)).ComposeUserMentions(1n, ["@a"], NO_CARRIER);
    expect(cluster.trace.filter((boundary) => boundary.includes("before"))).to.deep.equal([
      "user-mention-service before read",
      "user-mention-service before commit",
    ]);
  });
});

describe("E3: one atomic commit", () => {
  it("lets an invocation read what it has written itself, and nobody else before it is done", async () => {
    const cluster = new Cluster();
    const seen: unknown[] = [];
    const handler: TextServiceHandler = {
      ComposeText: async (_req_id, text, _carrier, invocation) => {
        const users = testMap(invocation, "users");
        await users.put("a", { user_id: 1n, username: "a" });
        seen.push((await users.get("a"))?.user_id);
        seen.push(...(await cluster.store.read([{ partition: "TextService", collection: "users", key: "a" }])));
        await users.delete("a");
        seen.push(await users.get("a"));
        return { text, user_mentions: [], urls: [] };
      },
    };
    await attempt(cluster, handler, "root", 1);
    expect(seen).to.deep.equal([1n, undefined, undefined]);
  });

  it("lets a read-modify-write of many callers lose no update", async () => {
    const cluster = new Cluster();
    deploySocialNetwork(cluster);
    const client = new UserMentionServiceClient(edge(cluster));
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => client.ComposeUserMentions(1n, ["@a"], NO_CARRIER)),
    );
    const counts = replies.map(([mention]) => Number(mention?.user_id));
    expect(counts.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it("drops what a handler wrote before an undeclared throw, keeps what it wrote before a declared one", async () => {
    for (const [error, kept] of [
      [new Error("a fault"), false],
      [new ServiceException({ errorCode: ErrorCode.SE_REDIS_ERROR, message: "a result" }), true],
    ] as const) {
      const cluster = new Cluster();
      cluster.deploy(UserMentionService, {
        ComposeUserMentions: async (_req_id, _usernames, _carrier, invocation) => {
          await testMap(invocation, "users").put("a", { user_id: 1n, username: "a" });
          throw error;
        },
      });
      await failure(new UserMentionServiceClient(edge(cluster)).ComposeUserMentions(1n, [], NO_CARRIER));
      const [value] = await cluster.store.read([{ partition: "UserMentionService", collection: "users", key: "a" }]);
      expect(value !== undefined).to.equal(kept);
    }
  });
});

describe("E4: any number of attempts at once", () => {
  it("have one winner, whose result all of them answer", async () => {
    const cluster = new Cluster();
    let runs = 0;
    const handler: TextServiceHandler = {
      ComposeText: async () => ({ text: `run ${++runs}`, user_mentions: [], urls: [] }),
    };
    const results = await Promise.all([1, 1, 2, 3].map((number) => attempt(cluster, handler, "root", number)));
    expect(runs).to.be.greaterThan(1);
    expect(new Set(results.map(({ body }) => Buffer.from(body).toString("hex"))).size).to.equal(1);
  });

  it("adopt the log of one that got ahead, and see what it saw", async () => {
    const cluster = new Cluster();
    deploySocialNetwork(cluster);
    const times: number[] = [];
    const gates = [deferred(), deferred()];
    const handler: TextServiceHandler = {
      ComposeText: async (req_id, _text, carrier, invocation) => {
        const now = invocation.now();
        times.push(now);
        await gates[times.length - 1]?.promise;
        const [mention] = await new UserMentionServiceClient(invocation).ComposeUserMentions(req_id, ["@a"], carrier);
        return { text: `${now} ${mention?.user_id}`, user_mentions: [], urls: [] };
      },
    };
    const slow = deferred();
    const called = deferred();
    cluster.deploy(UserMentionService, {
      ComposeUserMentions: async () => {
        called.resolve();
        await slow.promise;
        return [{ username: "@a", user_id: 1n }];
      },
    });
    const first = attempt(cluster, handler, "root", 1);
    while (times.length < 1 || Date.now() === times[0]) await sleep(1);
    const second = attempt(cluster, handler, "root", 1);
    while (times.length < 2) await sleep(1);
    gates[0]?.resolve();
    // The first one has flushed. The second one does so in vain, and begins again from the log of the first.
    await called.promise;
    gates[1]?.resolve();
    while (times.length < 3) await sleep(1);
    slow.resolve();
    const results = await Promise.all([first, second]);
    expect(times[1]).not.to.equal(times[0]);
    expect(times[2]).to.equal(times[0]);
    expect(new Set(results.map(({ body }) => Buffer.from(body).toString())).size).to.equal(1);
    expect(Buffer.from(results[0].body).toString()).to.include(`${times[0]} 1`);
  });
});

describe("E6: divergence", () => {
  it("is reported with both steps, and changes nothing", async () => {
    const cluster = new Cluster();
    deploySocialNetwork(cluster);
    const called = deferred();
    const handler: TextServiceHandler = {
      ComposeText: async (req_id, text, carrier, invocation) => {
        if (invocation.attempt === 1)
          await new UserMentionServiceClient(invocation).ComposeUserMentions(req_id, ["@a"], carrier);
        else await new UrlShortenServiceClient(invocation).ComposeUrls(req_id, ["http://a"], carrier);
        called.resolve();
        await new Promise(() => {});
        return { text, user_mentions: [], urls: [] };
      },
    };
    void attempt(cluster, handler, "root", 1);
    await called.promise;
    const error = await failure(attempt(cluster, handler, "root", 2));
    expect(error).to.be.instanceOf(DivergenceError);
    expect(String(error))
      .to.include("step 1")
      .and.include('the log holds "UserMentionService.ComposeUserMentions"')
      .and.include('this run does "UrlShortenService.ComposeUrls"');
    const stored = [];
    for await (const entry of cluster.store.scan("UrlShortenService", "urls")) stored.push(entry);
    expect(stored).to.deep.equal([]);
  });

  it("stands even if the handler swallows the error", async () => {
    const cluster = new Cluster();
    deploySocialNetwork(cluster);
    const called = deferred();
    const handler: TextServiceHandler = {
      ComposeText: async (req_id, text, carrier, invocation) => {
        const usernames = invocation.attempt === 1 ? ["@a"] : ["@b"];
        const call = new UserMentionServiceClient(invocation).ComposeUserMentions(req_id, usernames, carrier);
        await call.catch(() => {});
        called.resolve();
        if (invocation.attempt === 1) await new Promise(() => {});
        return { text, user_mentions: [], urls: [] };
      },
    };
    void attempt(cluster, handler, "root", 1);
    await called.promise;
    expect(String(await failure(attempt(cluster, handler, "root", 2)))).to.include("with other arguments");
  });

  it("refuses an ID that belongs to another call", async () => {
    const cluster = new Cluster();
    const handler: TextServiceHandler = { ComposeText: (_, text) => ({ text, user_mentions: [], urls: [] }) };
    await attempt(cluster, handler, "root", 1, "one text");
    for (const number of [1, 2])
      expect(await failure(attempt(cluster, handler, "root", number, "another"))).to.be.instanceOf(ReusedIdError);
  });

  it("of a callee refuses its callers too, records nothing, and is over once the code is mended", async () => {
    const cluster = new Cluster();
    deploySocialNetwork(cluster);
    let mended = false;
    const hung = deferred();
    /** Calls UrlShortenService in its first attempt, which never ends, and UserMentionService in its second. */
    cluster.deploy(TextService, {
      ComposeText: async (req_id, text, carrier, invocation) => {
        if (invocation.attempt === 1 || mended)
          await new UrlShortenServiceClient(invocation).ComposeUrls(req_id, [], carrier);
        else await new UserMentionServiceClient(invocation).ComposeUserMentions(req_id, [], carrier);
        if (invocation.attempt === 1) {
          hung.resolve();
          await new Promise(() => {});
        }
        return { text, user_mentions: [], urls: [] };
      },
    });
    const caller: TextServiceHandler = {
      ComposeText: (req_id, text, carrier, invocation) =>
        new TextServiceClient(invocation).ComposeText(req_id, text, carrier),
    };
    void attempt(cluster, caller, "root", 1);
    await hung.promise;
    const error = await failure(attempt(cluster, caller, "root", 2));
    expect(error).to.be.instanceOf(ApplicationException).with.property("type", ApplicationExceptionType.REFUSED);
    expect(String(error)).to.include("diverged at step 1");
    expect((await cluster.store.load({ partition: "TextService", id: "root" }))?.result).to.equal(undefined);
    mended = true;
    expect((await attempt(cluster, caller, "root", 3)).kind).to.equal("reply");
  });
});

describe("E7: what is a result", () => {
  it("a declared exception is recorded and replayed as it was", async () => {
    const cluster = new Cluster();
    let runs = 0;
    const handler: TextServiceHandler = {
      ComposeText: () => {
        throw new ServiceException({ errorCode: ErrorCode.SE_UNAUTHORIZED, message: `run ${++runs}` });
      },
    };
    const first = await attempt(cluster, handler, "root", 1);
    const second = await attempt(cluster, handler, "root", 2);
    expect(runs).to.equal(1);
    expect(first.kind).to.equal("reply");
    expect(Buffer.from(second.body)).to.deep.equal(Buffer.from(first.body));
  });

  it("an undeclared throw is recorded as a TApplicationException", async () => {
    const cluster = new Cluster();
    let runs = 0;
    cluster.deploy(TextService, {
      ComposeText: () => {
        throw new TypeError(`oops ${++runs}`);
      },
    });
    const error = await failure(new TextServiceClient(edge(cluster)).ComposeText(1n, "", NO_CARRIER));
    expect(error).to.be.instanceOf(ApplicationException);
    expect(String(error)).to.include("ComposeText failed: oops 1");
    expect(runs).to.equal(1);
  });

  it("a failure of the infrastructure is not recorded, even if the handler swallows it", async () => {
    const cluster = new Cluster();
    const handler: TextServiceHandler = {
      ComposeText: async (req_id, text, carrier, invocation) => {
        const call = new UserMentionServiceClient(invocation).ComposeUserMentions(req_id, [], carrier);
        const user_mentions = await call.catch(() => []);
        return { text, user_mentions, urls: [] };
      },
    };
    expect(await failure(attempt(cluster, handler, "root", 1))).to.be.instanceOf(DeliveryError);
    cluster.deploy(UserMentionService, mentionHandler);
    expect((await attempt(cluster, handler, "root", 2)).kind).to.equal("reply");
  });
});

describe("E9: an intent", () => {
  it("is left by a root before its first call: enough to run it again without its client", async () => {
    const cluster = new Cluster();
    deploySocialNetwork(cluster);
    const called = deferred();
    const handler: TextServiceHandler = {
      ComposeText: async (req_id, text, carrier, invocation) => {
        await new UserMentionServiceClient(invocation).ComposeUserMentions(req_id, ["@a"], carrier);
        if (invocation.attempt === 1) {
          called.resolve();
          await new Promise(() => {});
        }
        return { text, user_mentions: [], urls: [] };
      },
    };
    void attempt(cluster, handler, "root", 1);
    await called.promise;
    const [claim, ...others] = await cluster.store.claim(-1, 10);
    expect(others).to.deep.equal([]);
    expect(claim?.intent.function).to.equal("text-service");
    const context = await makeContext("text-service", cluster.store, cluster.transport);
    const again = createExchange(TextService, handler, context);
    expect((await again(claim?.intent.message ?? new Uint8Array(0))).kind).to.equal("reply");
    expect(await cluster.store.claim(-1, 10)).to.deep.equal([]);
    expect((await cluster.store.load({ partition: "TextService", id: "root" }))?.result?.kind).to.equal("reply");
  });
});

describe("random values", () => {
  it("are the same in every attempt of an invocation", async () => {
    const cluster = new Cluster();
    const drawn: unknown[] = [];
    const handler: TextServiceHandler = {
      ComposeText: async (_req_id, text, _carrier, invocation) => {
        drawn.push([invocation.random(), invocation.uuid(), invocation.random(), invocation.uuid()]);
        if (drawn.length === 1) await new Promise(() => {});
        return { text, user_mentions: [], urls: [] };
      },
    };
    void attempt(cluster, handler, "root", 1);
    await attempt(cluster, handler, "root", 2);
    expect(drawn[1]).to.deep.equal(drawn[0]);
  });

  it("belong to the invocation: the same in every attempt, others under another ID", () => {
    const draw = (id: string): unknown[] => {
      const random = new DerivedRandom({ partition: "P", id }, "");
      return [random.number(), random.number(), random.uuid(), random.uuid()];
    };
    expect(draw("a")).to.deep.equal(draw("a"));
    expect(new Set([...draw("a"), ...draw("b")]).size).to.equal(8);
    expect(draw("a")[2]).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("are spread evenly over [0, 1)", () => {
    const random = new DerivedRandom({ partition: "P", id: "spread" }, "");
    const numbers = Array.from({ length: 2000 }, () => random.number());
    for (let tenth = 0; tenth < 10; tenth++)
      expect(numbers.filter((n) => Math.floor(n * 10) === tenth).length).to.be.within(140, 260);
  });
});

/** What a function does not believe of a callback, even if its token is right. */

import { expect } from "chai";
import { readStoreIdentity } from "../../../runtime/callback/store-identity.js";
import { signToken } from "../../../runtime/callback/token.js";
import { LIFETIME } from "../../../runtime/store/expiry.js";
import { MemoryStore } from "../../../runtime/store/memory.js";
import { createSystemHandler } from "../../../runtime/system/system-handler.js";
import type { CallbackArgs, SystemHandler } from "../../../runtime/system/system-methods.js";
import { Cluster } from "../../support/cluster.js";
import { makeContext } from "../../support/context.js";
import { failureOf } from "../../support/messages.js";
import { probe } from "../../support/probe.js";
import { dump } from "../../support/records.js";

describe("a callback with the right token", () => {
  const store = new MemoryStore();
  let handler: SystemHandler;

  async function callback(fields: Partial<CallbackArgs> = {}): Promise<CallbackArgs> {
    const { key } = await readStoreIdentity(store);
    const expiry = Math.floor(Date.now() / LIFETIME + 2) * LIFETIME;
    const named = { partition: "Main", id: "i", step: "1", fingerprint: "f", callee: "c", ...fields };
    const token = signToken(key, { ...named, caller: { partition: named.partition, id: named.id }, expiry });
    return { ...named, expiry: BigInt(expiry), token, label: "S.m", kind: "reply", body: Uint8Array.of(0), ...fields };
  }

  before(async () => {
    const context = await makeContext("main", store, new Cluster().transport);
    handler = createSystemHandler(probe("Main"), context);
    await handler.receiveCallback(await callback());
  });

  it("is refused if another call has answered the step", async () => {
    const before = await dump(store, "Main");
    const error = await failureOf(handler.receiveCallback(await callback({ fingerprint: "other" })));
    expect(error.message).to.include("belongs to another call");
    expect(await dump(store, "Main")).to.equal(before);
  });

  it("is refused if its result is of no kind that can be recorded", async () => {
    const before = await dump(store, "Main");
    const error = await failureOf(handler.receiveCallback(await callback({ step: "2", kind: "both" })));
    expect(error.message).to.include('A result is no "both"');
    expect(await dump(store, "Main")).to.equal(before);
  });
});

/** Who is not the caller cannot put an answer into its log, by no route (E8). */

import { expect } from "chai";
import { signToken } from "../../runtime/callback/token.js";
import type { EnvelopeCaller } from "../../runtime/thrift_faas/types.js";
import { calleeId, fingerprintCall } from "../../runtime/invocation/ids.js";
import { binary } from "../../runtime/protocol/binary.js";
import { encodeArgs, encodeCall } from "../../runtime/service/messages.js";
import { CallbackMethod, type CallbackArgs } from "../../runtime/system/system-methods.js";
import { exactPlan } from "./plan.js";
import { ask, findMethod, Leaf, Middle, Root, type TextArgs } from "./services.js";
import { World } from "./world.js";

const LABEL = "Middle.wait";
const ARGS: TextArgs = { text: "root1/m" };
const EXPIRY = 1_700_086_400_000;

/** What somebody would have to sign who answers Root's first step. */
const signed = {
  caller: { partition: "Root", id: "root1" },
  step: "1",
  fingerprint: fingerprintCall(LABEL, encodeArgs(findMethod(Middle, "wait"), ARGS)),
  callee: calleeId(new Uint8Array(32), { partition: "Root", id: "root1" }, "1", LABEL),
  expiry: EXPIRY,
};

/** The result that a forger would like the root to see. */
const forged = (): Uint8Array => {
  const output = binary.writer();
  findMethod(Leaf, "apply").result.write(output, { success: JSON.stringify({ effects: ["forged"], total: 1 }) });
  return output.finish();
};

async function answerOf(forge: (world: World, post: (to: string, body: Uint8Array) => void) => void): Promise<{
  readonly answer: string;
  readonly refusals: readonly string[];
}> {
  const world = new World({
    plan: exactPlan(0, new Map()),
    topology: "one partition",
    guarded: true,
    suspendAfterMs: 20,
    slowTurns: false,
    isPlain: false,
  });
  await world.open();
  const { edge } = world.client("client");
  const answering = ask(edge.withId("root1"), Root, "wait", "root1");
  const { transport } = world.client("forger");
  // Once before anybody has recorded anything, and once while the root waits.
  for (const delay of [0, 60])
    world.timeline.after(delay, () =>
      forge(world, (to, body) => void transport.post(to, body, "", 5_000).catch(() => {})),
    );
  await world.timeline.run(10_000);
  return { answer: await answering, refusals: world.violations };
}

/** Tokens that somebody might try who has seen others, but not the secret. */
const tokens = (key: Uint8Array): Uint8Array[] => [
  new Uint8Array(0),
  new Uint8Array(32),
  signToken(new Uint8Array(32), signed),
  signToken(key, { ...signed, step: "2" }),
  signToken(key, { ...signed, callee: "another" }),
  signToken(key, { ...signed, fingerprint: "another" }),
  signToken(key, { ...signed, expiry: EXPIRY + 1 }),
  signToken(key, { ...signed, caller: { partition: "Root", id: "root2" } }),
  signToken(key, { ...signed, caller: { partition: "Middle", id: "root1" } }),
];

describe("forged answers", () => {
  it("are refused when they come as a callback", async () => {
    const keys: Uint8Array[] = [];
    const { answer, refusals } = await answerOf((world, post) => {
      void world.stores[0]?.secret().then((key) => {
        keys.push(key);
        const { caller, ...rest } = signed;
        for (const token of tokens(key)) {
          const args: CallbackArgs = {
            ...caller,
            ...rest,
            expiry: BigInt(EXPIRY),
            label: LABEL,
            kind: "reply",
            body: forged(),
            token,
          };
          const envelope = { id: "forgery", root: "forgery", expiry: BigInt(EXPIRY), attempt: 1 };
          post(Root.function, encodeCall(Root, CallbackMethod, encodeArgs(CallbackMethod, args), envelope));
        }
      });
    });
    expect(answer).not.to.include("forged");
    expect(refusals.filter((refusal) => refusal.includes("carries no token")).length).to.equal(
      2 * tokens(new Uint8Array(32)).length,
    );
    expect(refusals.length).to.equal(2 * tokens(new Uint8Array(32)).length);
    expect(keys.length).to.equal(2);
  });

  it("are refused when a call names a caller that has not made it", async () => {
    const { answer, refusals } = await answerOf((world, post) => {
      void world.stores[0]?.secret().then((key) => {
        for (const token of tokens(key)) post(Leaf.function, forgedCall(world, token));
      });
    });
    expect(answer).not.to.include("forged");
    expect(refusals.filter((refusal) => refusal.includes("carries no token")).length).to.equal(
      2 * tokens(new Uint8Array(32)).length,
    );
    expect(refusals.length).to.equal(2 * tokens(new Uint8Array(32)).length);
  });

  it("would be accepted with the right token: what is refused is the token and nothing else", async () => {
    const { answer, refusals } = await answerOf((world, post) => {
      void world.stores[0]?.secret().then((key) => post(Leaf.function, forgedCall(world, signToken(key, signed))));
    });
    expect(answer).to.include("forged");
    expect(refusals).to.deep.equal([]);
  });
});

/** A call of a method that answers what the forger wants, in the name of the root's first step. */
function forgedCall(world: World, token: Uint8Array): Uint8Array {
  const { caller, step, fingerprint, callee } = signed;
  const named: EnvelopeCaller = {
    ...caller,
    step,
    fingerprint,
    store: world.storeIds[0] ?? "",
    functionName: Root.function,
    token,
  };
  const envelope = { id: callee, root: "root1", expiry: BigInt(EXPIRY), attempt: 1, caller: named };
  return encodeCall(
    Leaf,
    findMethod(Leaf, "apply"),
    encodeArgs(findMethod(Leaf, "apply"), { text: "root1/forged" }),
    envelope,
  );
}

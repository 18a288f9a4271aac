/** Trying again: when, how long, and what is said of the whole when it comes to nothing. */

import { expect } from "chai";
import { processEnvironment } from "../../../runtime/environment.js";
import { retry } from "../../../runtime/client/retry.js";
import { DeliveryError } from "../../../runtime/client/transport.js";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";

const refused = new DeliveryError("refused", { outcome: "not-executed", retryable: true });
const lost = new DeliveryError("lost", { outcome: "unknown", retryable: true });
const final = new DeliveryError("no such function", {
  outcome: "not-executed",
  retryable: false,
  advice: "Deploy it.",
});

/** Fails with these in turn, the last one for ever; counts the tries. */
function failing(...errors: readonly Error[]): { tries: number; attempt: () => Promise<never> } {
  const state = {
    tries: 0,
    attempt: () => Promise.reject(errors[Math.min(state.tries++, errors.length - 1)] ?? new Error()),
  };
  return state;
}

async function failure(promise: Promise<unknown>): Promise<DeliveryError> {
  const error = await promise.catch((reason: unknown) => reason);
  if (!(error instanceof DeliveryError)) throw new Error(`not a DeliveryError: ${String(error)}`);
  return error;
}

describe("retry", () => {
  it("counts the tries and says how much time each has left", async () => {
    const seen: number[][] = [];
    const answer = await retry(processEnvironment, { timeoutMs: 1_000 }, (number, leftMs) => {
      seen.push([number, leftMs]);
      return number < 3 ? Promise.reject(lost) : Promise.resolve("answer");
    });
    expect(answer).to.equal("answer");
    expect(seen.map(([number]) => number)).to.deep.equal([1, 2, 3]);
    expect(seen[0]?.[1]).to.be.within(990, 1_000);
    expect(seen[2]?.[1]).to.be.lessThan(980);
  });

  it("gives up in time, and says after how many tries", async () => {
    const begun = Date.now();
    const always = failing(lost);
    const error = await failure(retry(processEnvironment, { timeoutMs: 150 }, always.attempt));
    expect(Date.now() - begun).to.be.lessThan(400);
    expect(always.tries).to.be.greaterThan(2);
    expect(error.message).to.match(
      /^lost \(the last of \d+ tries in \d+ ms\)\. Whether the call was executed is unknown\./,
    );
  });

  it("never calls it not executed if any try may have run", async () => {
    for (const last of [refused, final]) {
      const error = await failure(retry(processEnvironment, { timeoutMs: 100 }, failing(lost, last).attempt));
      expect(error.outcome).to.equal("unknown");
      expect(error.message).to.include("Whether the call was executed is unknown.");
    }
    expect((await failure(retry(processEnvironment, { timeoutMs: 100 }, failing(refused).attempt))).outcome).to.equal(
      "not-executed",
    );
  });

  it("does not repeat what repeating cannot help", async () => {
    const once = failing(final);
    expect((await failure(retry(processEnvironment, { timeoutMs: 1_000 }, once.attempt))).message).to.equal(
      "no such function. The call was not executed. Deploy it.",
    );
    expect(once.tries).to.equal(1);
  });

  it("takes a reply that cannot be read for a lost one", async () => {
    const error = await failure(
      retry(processEnvironment, { timeoutMs: 60 }, failing(new ProtocolError("half a message")).attempt),
    );
    expect(error).to.include({ outcome: "unknown", retryable: true });
    expect(error.message).to.include("The reply cannot be read: half a message");
  });

  it("leaves an answer alone, also if it is an error", async () => {
    const answer = failing(new RangeError("declared"));
    const error = await retry(processEnvironment, { timeoutMs: 1_000 }, answer.attempt).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(RangeError);
    expect(answer.tries).to.equal(1);
  });
});

/** Trying again: when, how long, and what is said of the whole when it comes to nothing. */

import { expect } from "chai";
import { processEnvironment } from "../../../runtime/environment.js";
import { retry } from "../../../runtime/client/retry.js";
import { CancelledError, DeliveryError } from "../../../runtime/client/transport.js";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";
import { VirtualTime } from "../../support/virtual-time.js";

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

  it("waits as long as it is asked to, and gives up at once if that is too long", async () => {
    const time = new VirtualTime();
    const begun = time.now;
    const busy = (retryAfterMs: number): DeliveryError =>
      new DeliveryError("busy", { outcome: "not-executed", retryable: true, retryAfterMs });
    const tried: number[] = [];
    const patient = retry(time.environment, { timeoutMs: 10_000 }, () => {
      tried.push(time.now - begun);
      return tried.length < 3 ? Promise.reject(busy(3_000)) : Promise.resolve("answer");
    });
    expect(await time.during(patient)).to.equal("answer");
    expect(tried).to.deep.equal([0, 3_000, 6_000]);
    const impatient = failing(busy(11_000));
    const error = await failure(time.during(retry(time.environment, { timeoutMs: 10_000 }, impatient.attempt)));
    expect(error).to.include({ outcome: "not-executed", retryAfterMs: 11_000 });
    expect(impatient.tries).to.equal(1);
  });

  it("keeps what went wrong last as the cause, and how long it is to wait", async () => {
    const last = new DeliveryError("busy", { outcome: "not-executed", retryable: false, retryAfterMs: 7_000 });
    const error = await failure(retry(processEnvironment, { timeoutMs: 10_000 }, failing(lost, last).attempt));
    expect(error).to.include({ cause: last, retryAfterMs: 7_000, outcome: "unknown" });
  });

  describe("that is cancelled", () => {
    const cancelled = async (promise: Promise<unknown>): Promise<DeliveryError> => {
      const error = await failure(promise);
      expect(error).to.be.instanceOf(CancelledError).with.property("name", "CancelledError");
      return error;
    };

    it("tries nothing if that was before", async () => {
      const once = failing(lost);
      const signal = AbortSignal.abort(new Error("not needed"));
      const error = await cancelled(retry(processEnvironment, { timeoutMs: 1_000, signal }, once.attempt));
      expect(once.tries).to.equal(0);
      expect(error.message).to.equal("The call was cancelled. The call was not executed.");
      expect(error.cause).to.equal(signal.reason);
    });

    for (const [what, outcome, first] of [
      ["not executed", "not-executed", refused],
      ["perhaps executed", "unknown", lost],
    ] as const)
      it(`waits no longer, and says what is known: ${what}`, async () => {
        const time = new VirtualTime();
        const controller = new AbortController();
        const always = failing(first);
        const promise = cancelled(
          retry(time.environment, { timeoutMs: 60_000, signal: controller.signal }, always.attempt),
        );
        await time.quiet();
        expect([always.tries, time.sleepers.length]).to.deep.equal([1, 1]);
        controller.abort();
        // In no time: nobody moves the clock on.
        const error = await promise;
        expect([always.tries, time.sleepers.length]).to.deep.equal([1, 0]);
        expect(error).to.include({ outcome, cause: controller.signal.reason });
        if (outcome === "unknown") expect(error.message).to.match(/may still be carried out.*same ID.*invocationId/);
      });

    it("counts a try that fails of it, and no failure after it", async () => {
      for (const [first, outcome] of [
        [lost, "unknown"],
        [refused, "not-executed"],
        [final, "not-executed"],
      ] as const) {
        const controller = new AbortController();
        const attempt = (): Promise<never> => {
          controller.abort();
          return Promise.reject(first);
        };
        const { signal } = controller;
        const error = await cancelled(retry(processEnvironment, { timeoutMs: 1_000, signal }, attempt));
        expect(error.outcome).to.equal(outcome);
      }
    });

    it("too late, has its answer", async () => {
      const controller = new AbortController();
      const attempt = (): Promise<string> => {
        controller.abort();
        return Promise.resolve("answer");
      };
      const { signal } = controller;
      expect(await retry(processEnvironment, { timeoutMs: 1_000, signal }, attempt)).to.equal("answer");
    });
  });
});

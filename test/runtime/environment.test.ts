import { expect } from "chai";
import { processEnvironment } from "../../runtime/environment.js";

describe("the process's environment", () => {
  it("lets others go on while somebody waits for nothing, again and again: THRIFT_FAAS_SUSPEND_AFTER=0s does", async () => {
    let isOver = false;
    setTimeout(() => (isOver = true), 1);
    for (let rounds = 0; !isOver; rounds++) {
      // A limit, because a test that is starved cannot time out either.
      expect(rounds).to.be.below(1_000_000);
      await processEnvironment.sleep(0);
    }
  });

  it("rejects at once when nobody waits any more, whether or not there was anything to wait for", async () => {
    for (const ms of [0, 60_000])
      expect(await processEnvironment.sleep(ms, AbortSignal.abort()).catch((error: Error) => error.name)).to.equal(
        "AbortError",
      );
  });
});

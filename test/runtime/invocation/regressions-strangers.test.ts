/** What a stranger may write into an envelope, who can post to a function and knows no secret. */

import { expect } from "chai";
import { DeliveryError } from "../../../runtime/client/transport.js";
import { callLeaf, makeBench } from "../../support/bench.js";
import { send } from "../../support/messages.js";

describe("a stranger's envelope", () => {
  it("with the largest number of attempts makes no fault of a call that has to be repeated (E7)", async () => {
    const bench = makeBench();
    let lost = 0;
    const { intercept } = bench.cluster;
    bench.cluster.intercept = (name, body) =>
      name === "leaf" && lost++ === 0
        ? Promise.reject(new DeliveryError("lost", { outcome: "unknown", retryable: true }))
        : intercept(name, body);
    expect(await bench.attempt(2 ** 31 - 1, (invocation) => callLeaf(bench, invocation, "a"))).to.equal("a!");
    expect(lost).to.equal(2);
  });

  for (const odd of [{ timeoutMs: 0 }, { timeoutMs: -(2 ** 31) }, { attempt: 0 }, { attempt: -7 }, { root: "" }])
    it(`with ${JSON.stringify(odd)} is carried out once`, async () => {
      const bench = makeBench();
      bench.does((invocation) => callLeaf(bench, invocation, "a"));
      for (let time = 0; time < 2; time++)
        expect(await bench.time.during(send(bench.cluster, bench.main, odd))).to.equal("a!");
    });
});

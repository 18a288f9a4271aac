import { expect } from "chai";
import { parseDuration, readFunctionEnv } from "../../../runtime/openfaas/function-env.js";

describe("function environment", () => {
  for (const [text, ms] of [
    ["0", 0],
    ["5", 5_000],
    ["15s", 15_000],
    ["1m30s", 90_000],
    ["1.5s", 1_500],
    ["300ms", 300],
    ["2h", 7_200_000],
    ["250us", 0.25],
    ["", undefined],
    ["soon", undefined],
    ["5 s", undefined],
    ["-3s", undefined],
    ["1s2", undefined],
  ] as const)
    it(`reads the duration "${text}"`, () => expect(parseDuration(text)).to.equal(ms));

  it("drains a second longer than the watchdog lets calls in", () => {
    expect(readFunctionEnv({ http_port: "3100", healthcheck_interval: "2s", write_timeout: "9s" })).to.deep.equal({
      port: 3100,
      drainMs: 3_000,
    });
    expect(readFunctionEnv({ write_timeout: "9s" }).drainMs).to.equal(10_000);
    expect(readFunctionEnv({ healthcheck_interval: "0" }).drainMs).to.equal(0);
    expect(readFunctionEnv({ healthcheck_interval: "soon" })).to.deep.equal({ port: 3000, drainMs: 31_000 });
  });
});

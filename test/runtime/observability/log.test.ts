/** What a function logs is read by its watchdog, which stops at a line over 64 KB: then writing to the log blocks for ever. */

import { expect } from "chai";
import { log, makeLog, parseLogLevel, setLogLevel } from "../../../runtime/observability/log.js";
import { captureEntries, captureLog } from "../../support/capture-log.js";

describe("the log of a function", () => {
  afterEach(() => setLogLevel("info"));

  for (const [what, filling] of [
    ["ASCII", "x"],
    ["characters of three bytes", "\uffff"],
    ["characters of four bytes", "\u{1f600}"],
    ["half characters", "\ud800"],
    ["line ends", "\r\nx"],
    ["what JSON has to escape", "\u0000"],
  ] as const)
    it(`takes one line below 64 KB, whatever a stranger sends: ${what}`, async () => {
      const long = filling.repeat(100_000);
      const bound = makeLog({ invocation: long, root: long, method: "Main.go" });
      const lines = await captureLog(() => {
        bound.warn(long, { error: new Error(long), [long]: long });
        bound.warn("many", Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`key ${i}`, long])));
      });
      expect(lines).to.have.length(2);
      for (const line of lines) {
        expect(Buffer.byteLength(line)).to.be.below(65_536);
        expect(line).not.to.match(/[\r\n]/);
        expect(JSON.parse(line)).to.include({ level: "warn", method: "Main.go" });
      }
    });

  it("writes what it is about and when, and the fields, which change none of that", async () => {
    const [entry] = await captureEntries(() =>
      makeLog({ invocation: "i" }).info("hello", { invocation: "other", level: "none", count: 2, big: 2n ** 64n }),
    );
    const { time, ...rest } = entry ?? {};
    expect(rest).to.deep.equal({
      level: "info",
      message: "hello",
      invocation: "i",
      count: 2,
      big: "18446744073709551616",
    });
    expect(Date.parse(String(time))).to.be.closeTo(Date.now(), 60_000);
  });

  it("writes an error with its stack and its cause", async () => {
    const [entry] = await captureEntries(() =>
      log.error("oh", { error: new Error("outer", { cause: new TypeError("inner") }) }),
    );
    expect(entry?.["error"]).to.match(/^Error: outer\n +at [^]*TypeError: inner\n +at /);
  });

  it("writes even what JSON has no words for", async () => {
    const circle: Record<string, unknown> = { name: "round" };
    circle["self"] = circle;
    const unwilling = {
      toJSON() {
        throw new Error("no");
      },
    };
    const entries = await captureEntries(() => {
      log.info("circle", { circle });
      log.info("unwilling", { unwilling });
    });
    expect(entries.map(({ message }) => message)).to.deep.equal(["circle", "unwilling"]);
    expect(entries[0]?.["fields"]).to.include("round");
  });

  it("cuts long texts rather than leave fields out", async () => {
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`field ${i}`, "x".repeat(5_000)]));
    const [entry] = await captureEntries(() => log.info("much", fields));
    expect(entry).to.include.all.keys(Object.keys(fields));
  });

  it("leaves out what is less than its level", async () => {
    const say = (): void => {
      for (const level of ["debug", "info", "warn", "error"] as const) log[level](level);
    };
    setLogLevel("warn");
    expect((await captureEntries(say)).map(({ message }) => message)).to.deep.equal(["warn", "error"]);
    setLogLevel("debug");
    expect(await captureEntries(say)).to.have.length(4);
    expect(() => parseLogLevel("loud")).to.throw('THRIFT_FAAS_LOG_LEVEL is "loud"; it is one of debug, info, warn');
  });
});

import { expect } from "chai";
import { publish } from "../../../runtime/events.js";
import { logEvents } from "../../../runtime/observability/log-events.js";
import { setLogLevel } from "../../../runtime/observability/log.js";
import { captureEntries } from "../../support/capture-log.js";

const ABOUT = { id: "i", root: "r", method: "Main.go", attempt: 3 };

describe("the log of what happens in invocations", () => {
  let stop = (): void => {};
  before(() => (stop = logEvents()));
  after(() => stop());
  afterEach(() => setLogLevel("info"));

  it("tells a handler's fault with its stack, and which attempt it was", async () => {
    const [entry] = await captureEntries(() => publish({ event: "failed", ...ABOUT, error: new Error("defect") }));
    expect(entry).to.include({ level: "error", invocation: "i", root: "r", method: "Main.go", attempt: 3 });
    expect(entry?.["error"]).to.match(/^Error: defect\n +at /);
  });

  it("tells once of a failure that ends an attempt and its request", async () => {
    const error = new Error("no store");
    const entries = await captureEntries(() => {
      publish({ event: "abandoned", ...ABOUT, reason: error.message, error });
      publish({ event: "unanswered", ...ABOUT, outcome: "unavailable", error });
    });
    expect(entries).to.have.length(1);
    expect(entries[0]).to.include({ level: "warn", invocation: "i", reason: "no store" });
  });

  it("tells of a call that is refused before it becomes an attempt, and not of one that waits", async () => {
    const entries = await captureEntries(() => {
      publish({ event: "unanswered", ...ABOUT, outcome: "refused", error: new Error("forged") });
      publish({ event: "unanswered", ...ABOUT, outcome: "pending", error: new Error("waits") });
    });
    expect(entries).to.have.length(1);
    expect(entries[0]).to.include({ message: "The call was refused", reason: "forged", invocation: "i" });
  });

  it("tells everything at level debug", async () => {
    const happen = (): void => publish({ event: "replayed", ...ABOUT, step: "2", label: "now" });
    expect(await captureEntries(happen)).to.deep.equal([]);
    setLogLevel("debug");
    const [entry] = await captureEntries(happen);
    expect(entry).to.include({ level: "debug", message: "replayed", invocation: "i", step: "2", label: "now" });
  });
});

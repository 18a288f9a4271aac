import { expect } from "chai";
import { formatLogLine } from "../../../runtime/observability/format-log-line.js";
import { makeLog } from "../../../runtime/observability/log.js";
import { captureLog } from "../../support/capture-log.js";

describe("a line of the log for people", () => {
  it("says what happened, with what, and to which invocation", async () => {
    const about = { invocation: "4f", root: "4f", method: "Main.go", attempt: 2 };
    const [line = ""] = await captureLog(() => makeLog(about).warn("slow", { seconds: 2.5, of: "three" }));
    expect(formatLogLine(line)).to.match(
      /^\d\d:\d\d:\d\d\.\d{3} warn Main\.go: slow seconds=2\.5 of=three \(invocation 4f, attempt 2\)$/,
    );
  });

  it("leaves what is no such line as it is", () => {
    for (const line of ["hello", "{}", '{"level":"info"', '{"a":1}', ""]) expect(formatLogLine(line)).to.equal(line);
  });
});

/** What a function logs is read by its watchdog, which stops at a line over 64 KB: then writing to the log blocks for ever. */

import { expect } from "chai";
import { publish } from "../../../runtime/events.js";
import { logFailures } from "../../../runtime/openfaas/log-failures.js";

describe("the log of a function", () => {
  before(logFailures);

  function linesOf(work: () => void): string[] {
    const { error } = console;
    const lines: string[] = [];
    console.error = (...parts: unknown[]) => void lines.push(parts.join(" "));
    try {
      work();
    } finally {
      console.error = error;
    }
    return lines;
  }

  for (const [what, filling] of [
    ["ASCII", "x"],
    ["characters of three bytes", "\uffff"],
    ["characters of four bytes", "\u{1f600}"],
    ["line ends", "\r\nx"],
  ] as const)
    it(`takes one line below 64 KB for each event, whatever a stranger sends: ${what}`, () => {
      const long = filling.repeat(100_000);
      const about = { id: long, root: long, method: "Main.go", attempt: 1 };
      const lines = linesOf(() => {
        publish({ event: "failed", ...about, error: new Error(long) });
        publish({ event: "abandoned", ...about, id: "short", reason: long });
      });
      expect(lines).to.have.length(2);
      for (const line of lines) {
        expect(Buffer.byteLength(line)).to.be.below(65_536);
        expect(line).not.to.match(/[\r\n]/);
      }
      expect(lines[1]).to.match(/^Main.go invocation=short attempt=1 abandoned: /);
    });

  it("tells a handler's fault with its stack", () => {
    const about = { id: "i", root: "i", method: "Main.go", attempt: 1 };
    const [line] = linesOf(() => publish({ event: "failed", ...about, error: new Error("a\ndefect") }));
    expect(line).to.match(/^Main.go invocation=i attempt=1 threw an undeclared error: Error: a \| defect \| at /);
  });
});

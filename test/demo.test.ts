/** `npm run demo` shows what the README says it shows. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { PACKAGE } from "./support/imports.js";

describe("the demo", () => {
  it("kills two services, ends with one set of short URLs, with orphans when exactly-once is off, and tidies up", async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(PACKAGE, "dist/demo/main.js")]);
    expect(stderr).to.equal("");
    const [, calm = "", crashes = "", off = "", rest = ""] = stdout
      .split(/^=== \d\. /m)
      .slice(1)
      .flatMap((part) => part.split("=== What"));
    expect(calm).to.include('"username": "ana"').and.include("Grüße aus 東京").and.not.include("KILLED");
    expect(crashes.match(/KILLED with -9/g)).to.have.length(2);
    expect(crashes).to.include("replayed from the log");
    expect(crashes.match(/stored: /g)).to.have.length(2);
    expect(off.match(/KILLED with -9/g)).to.have.length(2);
    expect(off.match(/stored: /g)?.length).to.be.greaterThan(2);
    expect(rest)
      .to.match(/on: .* 2 stored: exactly once/)
      .and.match(/off: .* orphans/);
    expect(existsSync(join(PACKAGE, ".demo"))).to.equal(false);
  });
});

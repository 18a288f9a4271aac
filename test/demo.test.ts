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
    const [, calm = "", crashes = "", off = "", rest = ""] = stdout.split(/^=== (?:\d\. |What)/m).slice(1);
    expect(calm).to.include('"username": "ana"').and.include("Grüße aus 東京").and.not.include("KILLED");
    expect(crashes.match(/KILLED with -9/g)).to.have.length(2);
    expect(crashes).to.include("replayed from the log").and.not.include("orphan");
    expect(crashes.match(/^ {3}http:\/\/short-url\//gm)).to.have.length(2);
    expect(off.match(/KILLED with -9/g)).to.have.length(2);
    expect(off.match(/<- an orphan/g)).to.have.length(2);
    expect(rest)
      .to.match(/on: .* 2 in the store: exactly once/)
      .and.match(/off: .* 4 in the store: 2 orphans/);
    expect(existsSync(join(PACKAGE, ".demo"))).to.equal(false);
  });
});

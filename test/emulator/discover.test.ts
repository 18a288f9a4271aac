import { join } from "node:path";
import { expect } from "chai";
import { DevError } from "../../emulator/dev-error.js";
import { discoverFunctions } from "../../emulator/discover.js";
import { makeFolder, removeFolders } from "./gen-folder.js";

describe("functions of a gen folder", () => {
  afterEach(removeFolders);

  it("are the folders with an index.ts, by name", async () => {
    const gen = await makeFolder({
      "functions/b-service/index.ts": "",
      "functions/a-service/index.ts": "",
      "functions/a-service/handler.ts": "",
      "functions/notes/readme.md": "",
      "functions/file.ts": "",
    });
    expect(await discoverFunctions(gen)).to.deep.equal([
      { name: "a-service", entry: join(gen, "functions/a-service/index.ts") },
      { name: "b-service", entry: join(gen, "functions/b-service/index.ts") },
    ]);
  });

  it("are missed with one clear message", async () => {
    const empty = await makeFolder({ "functions/readme.md": "" });
    for (const [gen, message] of [
      [join(empty, "nope"), /^There is no folder .*nope\/functions\. Generate it first: thrift-faas gen/],
      [empty, /^There are no functions in .*: no folder there has an index\.ts/],
    ] as const) {
      const error = await discoverFunctions(gen).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(DevError).with.property("message").that.matches(message);
    }
  });
});

import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { BundleError } from "../../bundler/bundle-error.js";
import { bundleFunction } from "../../bundler/bundle-function.js";
import { WATCHDOG } from "../../bundler/entries.js";
import { makeFolder, removeFolders } from "../emulator/gen-folder.js";

/** What a bundle prints when it runs, in a folder without any package. */
async function output(bundle: string): Promise<string> {
  return (await promisify(execFile)(process.execPath, ["--enable-source-maps", bundle])).stdout;
}

async function failure(gen: string): Promise<string> {
  const bundling = bundleFunction({ folder: join(gen, "functions/f"), outfile: join(gen, "f.cjs"), entry: WATCHDOG });
  const error = await bundling.catch((reason: unknown) => reason);
  expect(error).to.be.instanceOf(BundleError);
  return (error as BundleError).message;
}

describe("a function's bundle", () => {
  afterEach(removeFolders);

  it("is one file with everything in it, types unchecked, with a map to its sources", async () => {
    const gen = await makeFolder({
      "text/types.ts": "export interface Text { readonly text: string }\nexport const LENGTH: number = 3;\n",
      "functions/f/index.ts": `
        import { LENGTH, type Text } from "../../text/types.js";
        import { answer } from "some-package";
        const wrong: number = "no number";
        const text: Text = { text: wrong + LENGTH + answer() };
        console.log(text.text, new Error("here").stack?.includes("functions/f/index.ts:6"));
      `,
      "node_modules/some-package/package.json": `{ "name": "some-package", "main": "main.js" }`,
      "node_modules/some-package/main.js": `exports.answer = () => typeof require("node:fs").readFileSync;\n`,
    });
    const outfile = join(gen, "work/functions/f.cjs");
    const folder = join(gen, "functions/f");
    expect(await bundleFunction({ folder, outfile, entry: WATCHDOG })).to.deep.equal([]);
    rmSync(join(gen, "node_modules"), { recursive: true });
    expect(await output(outfile)).to.equal("no number3function true\n");
  });

  it("finds generated code in the function's own folder, where faas-cli copies it", async () => {
    const gen = await makeFolder({
      "context/function/index.ts": `import { where } from "./lib/a.js"; console.log(where);`,
      "context/function/lib/a.ts": `export { where } from "../../../text/types.js";`,
      "context/function/text/types.ts": `export const where = "beside";`,
      "text/types.ts": `export const where = "elsewhere";`,
    });
    const outfile = join(gen, "f.cjs");
    await bundleFunction({ folder: join(gen, "context/function"), outfile, entry: WATCHDOG });
    expect(await output(outfile)).to.equal("beside\n");
  });

  it("loads the slow modules of Node.js when something of them is used, and not before", async () => {
    const gen = await makeFolder({
      "functions/f/index.ts": `
        import assert, { AssertionError } from "node:assert";
        import { createHash } from "node:crypto";
        import * as os from "os";
        const loaded = () => ["assert", "crypto", "os"].filter((name) => process.moduleLoadList.includes("NativeModule " + name));
        const before = loaded();
        const hash = createHash("sha1").update("abc").digest("hex").slice(0, 6);
        const between = loaded();
        assert(os.EOL.length > 0);
        let failure: unknown;
        try { assert.equal(1, 2); } catch (error) { failure = error; }
        console.log(JSON.stringify([before, hash, between, failure instanceof AssertionError, loaded()]));
      `,
    });
    const outfile = join(gen, "f.cjs");
    await bundleFunction({ folder: join(gen, "functions/f"), outfile, entry: WATCHDOG });
    const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
    expect(JSON.parse(stdout)).to.deep.equal([[], "a9993e", ["crypto"], true, ["assert", "crypto", "os"]]);
  });

  it("keeps every character of what a handler says", async () => {
    const gen = await makeFolder({
      "functions/f/index.ts":
        "const größe = /[\\–\\—]/;\nconsole.log(String.raw`é😀\\n`, 'ü', größe.test('–'), /^[😀]$/u.test('😀'));\n",
    });
    const outfile = join(gen, "f.cjs");
    await bundleFunction({ folder: join(gen, "functions/f"), outfile, entry: WATCHDOG });
    expect(await output(outfile)).to.equal("é😀\\n ü true true\n");
  });

  it("knows where it is by all of `import.meta`", async () => {
    const gen = await makeFolder({
      "functions/f/index.ts":
        "const { log } = console; log(import.meta.url); log(import.meta.dirname); log(import.meta.filename);",
    });
    const outfile = join(gen, "f.cjs");
    expect(await bundleFunction({ folder: join(gen, "functions/f"), outfile, entry: WATCHDOG })).to.deep.equal([]);
    expect(await output(outfile)).to.equal(`file://${outfile}\n${gen}\n${outfile}\n`);
  });

  it("leaves out the packages it is told to", async () => {
    const gen = await makeFolder({
      "functions/f/index.ts": `import { answer } from "native"; console.log(answer);`,
      "node_modules/native/package.json": `{ "name": "native", "main": "main.js" }`,
      "node_modules/native/main.js": `exports.answer = "from outside";\n`,
    });
    const outfile = join(gen, "work/f.cjs");
    await bundleFunction({ folder: join(gen, "functions/f"), outfile, entry: WATCHDOG, external: ["native"] });
    expect(await output(outfile)).to.equal("from outside\n");
    rmSync(join(gen, "node_modules"), { recursive: true });
    expect(await output(outfile).catch((error: Error) => error.message)).to.match(/Cannot find module 'native'/);
  });

  it("shows the compiler's own message when it cannot be made", async () => {
    const message = await failure(await makeFolder({ "functions/f/index.ts": `import "./nope.js";\nconst x = ;\n` }));
    expect(message).to.match(/functions\/f\/index\.ts:2:10:\n\s+2 │ const x = ;\n\s+╵ +\^$/);
    expect(message).to.not.contain(" at ");
  });

  it("says where to wait instead of in the module", async () => {
    const message = await failure(await makeFolder({ "functions/f/index.ts": "await Promise.resolve();\n" }));
    expect(message)
      .to.match(/index\.ts:1:0/)
      .and.match(/Wait for it in `init` instead/);
  });
});

import { execFile } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { BUNDLE, writeStart } from "../../bundler/start-from-cache.js";
import { makeFolder, removeFolders } from "../emulator/gen-folder.js";

describe("a bundle that starts from a code cache", () => {
  afterEach(removeFolders);

  async function make(folder: string, code: string): Promise<string> {
    await writeFile(join(folder, BUNDLE), code);
    expect(await writeStart(folder)).to.equal(true);
    return (await promisify(execFile)(process.execPath, [join(folder, "index.cjs")])).stdout;
  }

  it("is the one that was bundled last, also where the one before was as long", async () => {
    const folder = await makeFolder({});
    expect(await make(folder, 'console.log("one");')).to.equal("one\n");
    expect(await make(folder, 'console.log("two");')).to.equal("two\n");
  });

  it("gets the package beside it from a cache of its own, once, and others as ever", async () => {
    const folder = await makeFolder({ "ioredis.cjs": "console.log(require('node:path').sep); exports.answer = 42;" });
    const code = `const [one, two] = [require("./ioredis.cjs"), require("./ioredis.cjs")];
      console.log(one === two, one.answer, require("./other.cjs"));`;
    await writeFile(join(folder, "other.cjs"), 'module.exports = "other";');
    expect(await make(folder, code)).to.equal("/\ntrue 42 other\n");
    expect(await readdir(folder)).to.include(`ioredis.cjs.${process.version}-${process.arch}.cache`);
  });

  it("may hold any characters", async () => {
    const folder = await makeFolder({});
    expect(await make(folder, "console.log(String.raw`é😀`);")).to.equal("é😀\n");
  });
});

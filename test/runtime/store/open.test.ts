/** Opening stores by URL, and what a user is told when that fails or the disk does. */

import { expect } from "chai";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { MemoryStore } from "../../../runtime/store/memory.js";
import { openStore } from "../../../runtime/store/open.js";
import { StoreError } from "../../../runtime/store/store.js";
import { makeFolder } from "./lmdb-folder.js";
import { apply, KEY } from "./samples.js";

describe("openStore", () => {
  let path: string;
  let remove: () => Promise<void>;

  beforeEach(async () => {
    ({ path, remove } = await makeFolder());
  });
  afterEach(() => remove());

  async function failure(url: string): Promise<string> {
    const error: unknown = await openStore(url).then(
      (store) => store.close(),
      (reason: unknown) => reason,
    );
    if (!(error instanceof StoreError)) throw new Error(`${url} gave ${String(error)} instead of a StoreError`);
    expect(error.message).not.to.contain("\n");
    return error.message;
  }

  it("opens memory:", async () => {
    expect(await openStore("memory:")).to.be.instanceOf(MemoryStore);
  });

  it("opens lmdb: with an absolute path, making the folder, dots and all", async () => {
    const folder = join(path, "new", "data.v1");
    const store = await openStore(`lmdb:${folder}`);
    await apply(store, {});
    await store.close();
    expect((await stat(join(folder, "data.mdb"))).isFile()).to.equal(true);
  });

  it("opens lmdb: with a path relative to the working directory", async () => {
    await apply(await openStore(`lmdb:${relative(process.cwd(), path)}`), {});
    const store = await openStore(`lmdb:${path}`);
    expect(await store.load(KEY)).not.to.equal(undefined);
    await store.close();
  });

  it("says what is supported when it does not know the URL", async () => {
    for (const url of ["", "memory", "memory:x", "lmdb", "lmdb:", "http://me:s3cret@host", "/var/lib/data"]) {
      const message = await failure(url);
      const shown = url.replace("http://me:s3cret", "***");
      for (const part of [`"${shown}"`, "lmdb:<folder>", "redis://", "memory:"]) expect(message).to.contain(part);
    }
  });

  it("says what is wrong with a folder that cannot be made", async () => {
    const file = join(path, "file");
    await writeFile(file, "");
    for (const folder of [file, join(file, "below")]) {
      const message = await failure(`lmdb:${folder}`);
      expect(message).to.contain(folder).and.to.contain("Something else is in the way");
    }
  });

  it("says what is wrong with a folder that holds something else", async () => {
    const file = join(path, "data.mdb");
    for (const content of ["x", "this is not a database ".repeat(1000)]) {
      await writeFile(file, content);
      expect(await failure(`lmdb:${path}`))
        .to.contain(path)
        .and.to.contain("Restore the folder from a backup");
      expect(await readFile(file, "utf8"), "what is there is left alone").to.equal(content);
    }
    await rm(file);
    await mkdir(file);
    expect(await failure(`lmdb:${path}`))
      .to.contain(file)
      .and.to.contain("Something else is in the way");
  });

  it("says that the disk is full, loses nothing of what was resolved, and goes on once there is space", async () => {
    const child = fileURLToPath(new URL("./lmdb-child.js", import.meta.url));
    // A limit on the size of files is the disk that anybody may fill, and free.
    const script = 'trap "" XFSZ; ulimit -S -f 2000; exec "$@"';
    const args = ["-c", script, "sh", process.execPath, child, "fill", path, "200"];
    const filler = spawn("sh", args, { stdio: ["ignore", "ignore", "ignore", "ipc"] });
    const exit = once(filler, "exit");
    const [full] = (await once(filler, "message")) as [{ applied: number; error: string }];
    expect(full.error).to.contain("StoreError").and.to.contain(path).and.to.contain("Free space on the disk");
    expect(full.applied).to.be.within(4, 100);

    const again = once(filler, "message");
    filler.send("it is still full");
    expect((await again)[0]).to.deep.equal(full);

    const store = await openStore(`lmdb:${path}`);
    for (let i = 0; i < full.applied; i++) {
      expect((await store.load({ ...KEY, id: `${i}` }))?.result, `commit ${i}`).not.to.equal(undefined);
    }
    expect(await store.load({ ...KEY, id: `${full.applied}` })).to.equal(undefined);

    const end = once(filler, "message");
    spawnSync("prlimit", ["--pid", String(filler.pid), "--fsize=unlimited:"]);
    filler.send("there is space");
    expect((await end)[0]).to.deep.equal({ applied: 200 });
    expect(await exit, "the failures reached only who asked").to.deep.equal([0, null]);
    expect(await store.load({ ...KEY, id: "199" })).not.to.equal(undefined);
    await store.close();
  });
});

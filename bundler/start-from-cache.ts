/**
 * The file that starts a bundle from V8's code cache, and the one that makes the cache. Compiling is what a bundle's cold
 * start is left with; what V8 has compiled once, it can be handed. Without a cache, or with another version of Node.js, it
 * compiles as ever.
 */

import { isAscii } from "node:buffer";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PACKAGE_BUNDLE } from "./satellites.js";

/** The bundle's name in its folder. */
export const BUNDLE = "function.cjs";
/** What is started from a cache of its own. */
const CACHED = [BUNDLE, PACKAGE_BUNDLE];
/** How long making the caches may take, in milliseconds. */
const LIMIT_MS = 20_000;

/** How a bundle is read: as Latin-1 it is turned into text the fastest, which is right if it is all ASCII. */
type Encoding = "latin1" | "utf8";

/** @param onLoad a line that is run for each script before it runs */
function startFile(encodings: ReadonlyMap<string, Encoding>, onLoad = ""): string {
  return `"use strict";
const fs = require("node:fs");
const { Script } = require("node:vm");
const encodings = ${JSON.stringify(Object.fromEntries(encodings))};
function load(name) {
  const file = \`\${__dirname}/\${name}\`;
  const cache = \`\${file}.\${process.version}-\${process.arch}.cache\`;
  let cachedData;
  try { cachedData = fs.readFileSync(cache); } catch {}
  const script = new Script(fs.readFileSync(file, encodings[name]), { filename: file, cachedData });
  ${onLoad}
  const module = { exports: {} };
  script.runInThisContext()(module.exports, own, module, file, __dirname);
  return module.exports;
}
const loaded = {};
const own = Object.assign((id) => {
  const name = id.slice(2);
  return id.startsWith("./") && name in encodings ? (loaded[name] ??= load(name)) : require(id);
}, require);
own("./${BUNDLE}");
`;
}

/**
 * Makes a function of the bundle in this folder, as Node.js does of every CommonJS module, writes index.cjs beside it, which
 * calls it, and code caches if it can. What an earlier bundle has left goes: V8 takes any cache of a script that is as long as
 * this one, and would run the earlier code.
 * @returns whether there is a cache; a bundle works without one
 */
export async function writeStart(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  for (const name of names) if (/\.cjs\..*\.cache$/.test(name)) await rm(join(folder, name));
  const encodings = new Map<string, Encoding>();
  for (const name of CACHED.filter((each) => names.includes(each))) {
    const text = await readFile(join(folder, name), "utf8");
    // Here and not when it is started: there it would be copied once more.
    await writeFile(join(folder, name), `(function (exports, require, module, __filename, __dirname) { ${text}\n})`);
    encodings.set(name, isAscii(Buffer.from(text)) ? "latin1" : "utf8");
  }
  await writeFile(join(folder, "index.cjs"), startFile(encodings));
  return makeCodeCaches(folder, encodings);
}

/** Starts the bundle where no store answers, so that it loads what it needs to start, fails, and leaves what V8 compiled on the way. */
async function makeCodeCaches(folder: string, encodings: ReadonlyMap<string, Encoding>): Promise<boolean> {
  const maker = join(folder, "make-code-cache.cjs");
  const onLoad = 'process.once("exit", () => fs.writeFileSync(cache, script.createCachedData()));';
  await writeFile(maker, startFile(encodings, onLoad));
  const child = spawn(process.execPath, [maker], {
    // Nobody listens on the port for discarding.
    env: { ...process.env, THRIFT_FAAS_STORE: "redis://127.0.0.1:9" },
    stdio: "ignore",
    timeout: LIMIT_MS,
    killSignal: "SIGKILL",
  });
  await once(child, "exit");
  await rm(maker);
  return access(join(folder, `${BUNDLE}.${process.version}-${process.arch}.cache`)).then(
    () => true,
    () => false,
  );
}

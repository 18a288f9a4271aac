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

/** The bundle's name in its folder. */
export const BUNDLE = "function.cjs";
/** How long making the cache may take, in milliseconds. */
const LIMIT_MS = 20_000;

/** How a bundle is read: as Latin-1 it is turned into text the fastest, which is right if it is all ASCII. */
type Encoding = "latin1" | "utf8";

/** @param also a line that is run before the bundle is */
function startFile(encoding: Encoding, also = ""): string {
  return `"use strict";
const { readFileSync${also === "" ? "" : ", writeFileSync"} } = require("node:fs");
const { Script } = require("node:vm");
const file = require("node:path").join(__dirname, "${BUNDLE}");
const cache = \`\${file}.\${process.version}-\${process.arch}.cache\`;
let cachedData;
try { cachedData = readFileSync(cache); } catch {}
const script = new Script(readFileSync(file, "${encoding}"), { filename: file, cachedData });
${also}script.runInThisContext()(exports, require, module, file, __dirname);
`;
}

/**
 * Makes a function of the bundle in this folder, as Node.js does of every CommonJS module, writes index.cjs beside it, which
 * calls it, and a code cache if it can. What an earlier bundle has left goes: V8 takes any cache of a script that is as long as
 * this one, and would run the earlier code.
 * @returns whether there is a cache; a bundle works without one
 */
export async function writeStart(folder: string): Promise<boolean> {
  for (const name of await readdir(folder))
    if (name.startsWith(`${BUNDLE}.`) && name.endsWith(".cache")) await rm(join(folder, name));
  const bundle = join(folder, BUNDLE);
  const text = await readFile(bundle, "utf8");
  // Here and not when it is started: there it would be copied once more.
  await writeFile(bundle, `(function (exports, require, module, __filename, __dirname) { ${text}\n})`);
  const encoding = isAscii(Buffer.from(text)) ? "latin1" : "utf8";
  await writeFile(join(folder, "index.cjs"), startFile(encoding));
  return makeCodeCache(folder, encoding);
}

/** Starts the bundle where no store answers, so that it loads what it needs to start, fails, and leaves what V8 compiled on the way. */
async function makeCodeCache(folder: string, encoding: Encoding): Promise<boolean> {
  const maker = join(folder, "make-code-cache.cjs");
  await writeFile(
    maker,
    startFile(encoding, 'process.once("exit", () => writeFileSync(cache, script.createCachedData()));\n'),
  );
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

import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The package's, seen from dist/bundler/. */
const FOLDER = fileURLToPath(new URL("../../runtime/store/redis/", import.meta.url));

/** The scripts of the Redis store by file name: a bundle has to hold their texts. */
export async function readLuaFiles(): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".lua"));
  const texts = names.map(async (name) => [name, await readFile(join(FOLDER, name), "utf8")] as const);
  return Object.fromEntries(await Promise.all(texts));
}

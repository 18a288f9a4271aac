import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Writes the package.json that OpenFaaS' own Node templates install from.
 * @param external packages that are not in the bundle; whoever needs a certain version pins it there
 */
export async function writeNodeTemplate(folder: string, external: readonly string[]): Promise<void> {
  const dependencies = Object.fromEntries(external.map((name) => [name, "*"]));
  const manifest = { name: "function", private: true, main: "handler.js", dependencies };
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

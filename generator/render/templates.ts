/** Finds and reads templates: those of the package, each replaceable by one of the same name in a folder of the user's. */

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../user-error.js";

/** From dist/generator/render/ to the package's folder, in the repository and when installed. */
const PACKAGED = fileURLToPath(new URL("../../../templates/ts-faas/", import.meta.url));

const EXTENSION = ".hbs";

export interface TemplateSource {
  /** The file, for error messages. */
  readonly file: string;
  readonly text: string;
  /** Whether it comes from the user's folder. */
  readonly isUsers: boolean;
}

/**
 * Reads all templates; the keys are file names without `.hbs`.
 * @param overrides a folder with templates that replace the package's
 * @throws UserError when the folder cannot be read, or holds a template that would replace nothing
 */
export async function readTemplates(overrides: string | undefined): Promise<ReadonlyMap<string, TemplateSource>> {
  const packaged = await readFolder(PACKAGED, false);
  if (overrides === undefined) return packaged;
  const own = await readFolder(overrides, true).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`cannot read the templates in ${overrides}: ${error.message}`);
  });
  const unknown = [...own].find(([name]) => !packaged.has(name));
  if (unknown !== undefined)
    throw new UserError(
      `${unknown[1].file} replaces no template; there are ${[...packaged.keys()].map((name) => name + EXTENSION).join(", ")}`,
    );
  return new Map([...packaged, ...own]);
}

async function readFolder(folder: string, isUsers: boolean): Promise<ReadonlyMap<string, TemplateSource>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(EXTENSION)).sort();
  const sources = names.map(async (name): Promise<[string, TemplateSource]> => {
    const file = join(folder, name);
    return [name.slice(0, -EXTENSION.length), { file, text: await readFile(file, "utf8"), isUsers }];
  });
  return new Map(await Promise.all(sources));
}

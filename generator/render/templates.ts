/** Where templates come from: those of the package, each replaceable by one of the same name in a folder of the user's. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../user-error.js";

/** From dist/generator/render/ to the package's folder, in the repository and when installed. */
export const PACKAGED = fileURLToPath(new URL("../../../templates/ts-faas/", import.meta.url));

/** The same templates as JavaScript: precompile.ts makes it when the package is built. */
export const PRECOMPILED = new URL("../../templates/ts-faas.js", import.meta.url);

/** A view is total and templates say all of what they want: what is missing is a mistake, in the user's templates, too. */
export const COMPILE_OPTIONS = { strict: true, noEscape: true, knownHelpersOnly: true, preventIndent: true };

const EXTENSION = ".hbs";

export interface TemplateSource {
  /** The file, for error messages. */
  readonly file: string;
  readonly text: string;
}

/** The templates in a folder, by file name without `.hbs`. */
export function readTemplates(folder: string): ReadonlyMap<string, TemplateSource> {
  const names = readdirSync(folder).filter((name) => name.endsWith(EXTENSION));
  return new Map(
    names.sort().map((name) => {
      const file = join(folder, name);
      return [name.slice(0, -EXTENSION.length), { file, text: readFileSync(file, "utf8") }];
    }),
  );
}

/**
 * The user's templates.
 * @param known the names of the package's templates
 * @throws UserError when the folder cannot be read, or holds a template that would replace nothing
 */
export function readOverrides(folder: string, known: readonly string[]): ReadonlyMap<string, TemplateSource> {
  const own = readOrExplain(folder);
  for (const [name, { file }] of own) {
    if (known.includes(name)) continue;
    throw new UserError(`${file} replaces no template; there are ${known.map((each) => each + EXTENSION).join(", ")}`);
  }
  return own;
}

function readOrExplain(folder: string): ReadonlyMap<string, TemplateSource> {
  try {
    return readTemplates(folder);
  } catch (error) {
    throw new UserError(
      `cannot read the templates in ${folder}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Where templates come from: those of the package, and those in a folder of the user's. */

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { didYouMean } from "../diagnostics/suggest.js";
import type { PageTemplate } from "../plan/planned-file.js";
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

/** The user's templates. */
export interface UserTemplates {
  /** Those that replace one of the package's, by its name. */
  readonly overrides: ReadonlyMap<string, TemplateSource>;
  /** What others put in with `{{> name}}`, from the folder `partials/`. */
  readonly partials: ReadonlyMap<string, TemplateSource>;
  /** Those that make files of their own, from the other folders, by their path. */
  readonly pages: ReadonlyMap<PageTemplate, TemplateSource>;
}

const PARTIALS = "partials";

/** The templates in a folder, by file name without `.hbs`, in the order of their names. */
export function readTemplates(folder: string): ReadonlyMap<string, TemplateSource> {
  return new Map(
    namesIn(folder)
      .filter((name) => name.endsWith(EXTENSION) && statSync(join(folder, name)).isFile())
      .map((name) => {
        const file = join(folder, name);
        return [name.slice(0, -EXTENSION.length), { file, text: readFileSync(file, "utf8") }];
      }),
  );
}

/**
 * The templates in a folder of the user's.
 * @throws UserError when it cannot be read
 */
export function readUserTemplates(folder: string): UserTemplates {
  try {
    const folders = namesIn(folder).filter(
      (name) => !name.startsWith(".") && statSync(join(folder, name)).isDirectory(),
    );
    const pages = new Map<PageTemplate, TemplateSource>();
    let partials: UserTemplates["partials"] = new Map();
    for (const name of folders) {
      const inside = readTemplates(join(folder, name));
      if (name === PARTIALS) partials = inside;
      else for (const [page, source] of inside) pages.set(`${name}/${page}`, source);
    }
    return { overrides: readTemplates(folder), partials, pages };
  } catch (error) {
    throw new UserError(
      `cannot read the templates in ${folder}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * @param known the names of the package's templates
 * @throws UserError for a template that would replace nothing, and for a partial that would replace something
 */
export function assertMeaningful({ overrides, partials }: UserTemplates, known: readonly string[]): void {
  for (const [name, { file }] of overrides) {
    if (known.includes(name)) continue;
    const hint = didYouMean(name, known) ?? `there are ${known.map((each) => each + EXTENSION).join(", ")}`;
    throw new UserError(`${file} replaces no template; ${hint}. What makes a file of its own stands in a folder`);
  }
  for (const [name, { file }] of partials) {
    if (!known.includes(name)) continue;
    throw new UserError(`${file}: thrift-faas has a template of this name; give the partial another one`);
  }
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder).sort();
}

/** From planned files to texts, through the Handlebars templates. Nothing is written here. */

import { header } from "../header.js";
import type { GeneratedFile, PlannedFile, UserFile } from "../plan/planned-file.js";
import { UserError } from "../user-error.js";
import { type TemplateSource, readTemplates } from "./templates.js";

/** A finished file; `path` is below the output folder, with `/`. */
export type RenderedFile = { readonly path: string; readonly text: string } & (GeneratedFile | UserFile);

/**
 * Renders all files.
 * @param templates a folder with templates that replace the package's, by file name
 * @throws UserError when a template of the user's is wrong
 */
export async function render(files: readonly PlannedFile[], templates?: string): Promise<readonly RenderedFile[]> {
  const apply = await compile(await readTemplates(templates));
  return files.map(({ path, template, view, ...file }) => {
    const body = apply(template, view);
    return file.owner === "generated"
      ? { path, owner: file.owner, source: file.source, text: header(file.source) + body }
      : { path, owner: file.owner, expects: file.expects, text: body };
  });
}

type Apply = (template: string, view: object) => string;

/** Handlebars is loaded only when there is something to render. */
async function compile(sources: ReadonlyMap<string, TemplateSource>): Promise<Apply> {
  const { default: handlebars } = await import("handlebars");
  const environment = handlebars.create();
  const options = { strict: true, noEscape: true, knownHelpersOnly: true, preventIndent: true };
  const templates = new Map<string, HandlebarsTemplateDelegate>();
  for (const [name, source] of sources) {
    const template = blaming(source, environment.compile(source.text, options));
    templates.set(name, template);
    environment.registerPartial(name, template);
  }
  return (name, view) => {
    const template = templates.get(name);
    if (template === undefined) throw new Error(`there is no template ${name}`);
    return template(view);
  };
}

/** Handlebars says what is wrong, and the line, but not in which of the files. */
function blaming(source: TemplateSource, template: HandlebarsTemplateDelegate): HandlebarsTemplateDelegate {
  return (view, options) => {
    try {
      return template(view, options);
    } catch (error) {
      if (error instanceof UserError || !source.isUsers) throw error;
      throw new UserError(`${source.file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

/** From planned files to texts, through the Handlebars templates. Nothing is written here. */

import type handlebars from "handlebars";
import { header } from "../header.js";
import type { GeneratedFile, PlannedFile, UserFile } from "../plan/planned-file.js";
import { UserError } from "../user-error.js";
import { fasterEach } from "./each.js";
import { COMPILE_OPTIONS, PRECOMPILED, type TemplateSource, readOverrides } from "./templates.js";

/** A finished file; `path` is below the output folder, with `/`. */
export type RenderedFile = { readonly path: string; readonly text: string } & (GeneratedFile | UserFile);

/**
 * Renders all files.
 * @param templates a folder with templates that replace the package's, by file name
 * @throws UserError when a template of the user's is wrong
 */
export async function render(files: readonly PlannedFile[], templates?: string): Promise<readonly RenderedFile[]> {
  const apply = await compile(templates);
  return files.map(({ path, template, view, ...file }) => {
    const body = apply(template, view);
    return file.owner === "generated"
      ? { path, owner: file.owner, source: file.source, text: header(file.source) + body }
      : { path, owner: file.owner, expects: file.expects, text: body };
  });
}

type Apply = (template: string, view: object) => string;

type Handlebars = typeof handlebars;

async function compile(overrides: string | undefined): Promise<Apply> {
  const environment = (await loadHandlebars(overrides !== undefined)).create();
  const { each } = environment.helpers;
  if (each !== undefined) environment.registerHelper("each", fasterEach(environment.createFrame, each));
  const templates = new Map<string, HandlebarsTemplateDelegate>();
  for (const [name, specification] of Object.entries(await loadPrecompiled()))
    templates.set(name, environment.template(specification));
  if (overrides !== undefined)
    for (const [name, source] of readOverrides(overrides, [...templates.keys()]))
      templates.set(name, blaming(source, environment.compile(source.text, COMPILE_OPTIONS)));
  for (const [name, template] of templates) environment.registerPartial(name, template);
  return (name, view) => {
    const template = templates.get(name);
    if (template === undefined) throw new Error(`there is no template ${name}`);
    return template(view);
  };
}

/** The compiler is needed for templates of the user's only, and takes longer to load than most programs to generate. */
async function loadHandlebars(withCompiler: boolean): Promise<Handlebars> {
  if (withCompiler) return (await import("handlebars")).default;
  // The package has no types for its runtime, which is a part of the whole.
  const { default: runtime } = (await import("handlebars/runtime.js")) as unknown as { readonly default: Handlebars };
  return runtime;
}

async function loadPrecompiled(): Promise<Readonly<Record<string, TemplateSpecification>>> {
  const module: unknown = await import(PRECOMPILED.href);
  return (module as { readonly default: Readonly<Record<string, TemplateSpecification>> }).default;
}

/** Handlebars says what is wrong, and the line, but not in which of the files. */
function blaming(source: TemplateSource, template: HandlebarsTemplateDelegate): HandlebarsTemplateDelegate {
  return (view, options) => {
    try {
      return template(view, options);
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw new UserError(`${source.file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

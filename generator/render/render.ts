/** From planned files to texts, through the Handlebars templates. Nothing is written here. */

import type handlebars from "handlebars";
import { header, headerOf, headerText, isGenerated } from "../header.js";
import type { GeneratedFile, PageTemplate, PlannedFile, UserFile } from "../plan/planned-file.js";
import { UserError } from "../user-error.js";
import { fasterEach } from "./each.js";
import { assertMeaningful, PRECOMPILED, type UserTemplates } from "./templates.js";

/** A finished file; `path` is below the output folder, with `/`. */
export type RenderedFile = { readonly path: string; readonly text: string } & (GeneratedFile | UserFile);

const NONE: UserTemplates = { overrides: new Map(), partials: new Map(), pages: new Map() };

/**
 * Renders all files.
 * @throws UserError when a template of the user's is wrong
 */
export async function render(
  files: readonly PlannedFile[],
  own: UserTemplates = NONE,
): Promise<readonly RenderedFile[]> {
  const apply = await compile(own);
  return files.map(({ path, template, view, ...file }) => {
    if (file.owner === "user")
      return { path, owner: file.owner, expects: file.expects, text: apply(template, view, "") };
    const { owner, source } = file;
    const body = apply(template, view, headerText(source));
    const page = own.pages.get(template as PageTemplate);
    const text = page === undefined ? header(source) + body : headPage(path, source, body, page.file);
    return { path, owner, source, text };
  });
}

/** A template may put the header where the file's language wants it. */
function headPage(path: string, source: string, body: string, template: string): string {
  if (isGenerated(body)) return body;
  const line = headerOf(path, source);
  if (line !== undefined) return line + body;
  throw new UserError(
    `${template}: ${path} has to say in its first lines that it is generated, and thrift-faas does not know how comments ` +
      'look there; put {{@header}} into the template, in JSON as `"$comment": "{{@header}}"`',
  );
}

type Apply = (template: string, view: object, header: string) => string;

type Handlebars = typeof handlebars;

async function compile(own: UserTemplates): Promise<Apply> {
  const sources = [...own.overrides, ...own.partials, ...own.pages];
  const environment = (await loadHandlebars(sources.length > 0)).create();
  const { each } = environment.helpers;
  if (each !== undefined) environment.registerHelper("each", fasterEach(environment.createFrame, each));
  const templates = new Map<string, HandlebarsTemplateDelegate>();
  for (const [name, specification] of Object.entries(await loadPrecompiled()))
    templates.set(name, environment.template(specification));
  if (sources.length > 0) {
    const { compileTemplate, registerStrictHelpers } = await import("./user-templates.js");
    assertMeaningful(own, [...templates.keys()]);
    registerStrictHelpers(environment);
    const partials = [...templates.keys(), ...own.partials.keys()];
    for (const [name, source] of sources) templates.set(name, compileTemplate(environment, source, partials));
  }
  for (const [name, template] of templates) environment.registerPartial(name, template);
  return (name, view, headerLine) => {
    const template = templates.get(name);
    if (template === undefined) throw new Error(`there is no template ${name}`);
    return template(view, { data: { header: headerLine } });
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

/** The files that templates of the user's make besides ours: the template's path is the file's, with names filled in. */

import { kebabCase } from "../kebab-case.js";
import type { Module, Program, ServiceDeclaration } from "../model.js";
import { UserError } from "../user-error.js";
import { fileView, programView, servicePageView } from "./idl.js";
import { sourceName } from "./modules.js";
import type { PageTemplate, PageView, PlannedFile } from "./planned-file.js";

/** A template in a folder of the user's. */
export interface PageSource {
  /** Below the user's folder, with `/` and without `.hbs`: `[module]/[service].md`. */
  readonly path: PageTemplate;
  /** The file, for error messages. */
  readonly file: string;
}

/** Folders of the output that are no module's. */
const OTHERS = new Set(["functions", "template", "build"]);

const PLACEHOLDER = /\[([^\]]*)\]/g;

/**
 * @param planned the files that are made anyway
 * @throws UserError for a path that cannot be one, or that two files would have
 */
export function pageFiles(
  program: Program,
  templates: readonly PageSource[],
  planned: readonly PlannedFile[],
): readonly PlannedFile[] {
  // Some file systems do not tell `Text` from `text`.
  const taken = new Map(planned.map(({ path }) => [path.toLowerCase(), "thrift-faas's own template"]));
  const files: PlannedFile[] = [];
  for (const template of templates) {
    for (const { names, source, view } of pagesOf(template, program)) {
      const path = template.path.replaceAll(PLACEHOLDER, (_, name: string) => names.get(name) ?? "");
      const other = taken.get(path.toLowerCase());
      if (other !== undefined) throw new UserError(`${template.file} makes ${path}, and so does ${other}; ${RENAME}`);
      taken.set(path.toLowerCase(), template.file);
      files.push({ path, owner: "generated", source, template: template.path, view });
    }
  }
  return files;
}

const RENAME = "give it another name, with [module] and [service] in it where there are several";

interface Page {
  /** By placeholder. */
  readonly names: ReadonlyMap<string, string>;
  readonly source: string;
  readonly view: PageView;
}

function pagesOf(template: PageSource, program: Program): readonly Page[] {
  switch (unitOf(template)) {
    case "service":
      return program.modules.flatMap(({ services }) => services).map(servicePage);
    case "module":
      return program.modules.map(modulePage);
    case "program": {
      const source = program.modules.filter(({ named }) => named).map(sourceName);
      return [{ names: new Map(), source: source.join(", "), view: programView(program) }];
    }
  }
}

function modulePage(module: Module): Page {
  return { names: new Map([["module", module.name]]), source: sourceName(module), view: fileView(module) };
}

function servicePage(service: ServiceDeclaration): Page {
  const { module } = service;
  const names = new Map([
    ["module", module.name],
    ["service", kebabCase(service.name)],
  ]);
  return { names, source: sourceName(module), view: servicePageView(service) };
}

/** What there is one file for. The folder is one that `write` looks through for files that are no longer generated. */
function unitOf({ path, file }: PageSource): "program" | "module" | "service" {
  const [folder = "", name = ""] = path.split("/");
  if (folder !== "[module]" && !/^\w[\w.-]*$/.test(folder))
    throw new UserError(`${file}: a folder of templates is called [module], or by a plain name such as docs`);
  if (OTHERS.has(folder.toLowerCase()))
    throw new UserError(`${file}: ${folder}/ of the output holds something else; put the template into another folder`);
  const placeholders = [...path.matchAll(PLACEHOLDER)].map(([, placeholder]) => placeholder);
  const unknown = placeholders.find((each) => each !== "module" && each !== "service");
  if (unknown !== undefined)
    throw new UserError(`${file}: [${unknown}] stands for nothing; there are [module] and [service]`);
  if (!/^[\w[][\w.[\]-]*$/.test(name))
    throw new UserError(`${file}: ${name} is no name that a generated file can have`);
  if (placeholders.includes("service")) return "service";
  return placeholders.includes("module") ? "module" : "program";
}

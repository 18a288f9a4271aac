/** The generator, from .thrift files to an up-to-date folder: analyse -> plan -> render -> write. */

import { analyse } from "./analyse.js";
import { didYouMean } from "./diagnostics/suggest.js";
import type { Diagnostic, I64, Program, Sources } from "./model.js";
import { type PageSource, pageFiles } from "./plan/pages.js";
import { plan } from "./plan/plan.js";
import type { Naming } from "./plan/scope.js";
import { render } from "./render/render.js";
import { readUserTemplates, type UserTemplates } from "./render/templates.js";
import { UserError } from "./user-error.js";
import { applyChanges } from "./write/apply.js";
import { type Changes, compare } from "./write/compare.js";

export interface GenerateOptions {
  /** The folder to write to. */
  readonly out: string;
  /** Folders to search for includes, after the including file's own. */
  readonly includePath: readonly string[];
  /** Finds out what would change, and changes nothing. */
  readonly dryRun: boolean;
  /** The functions that services become, by the service's name; the others are as the IDL says. */
  readonly functions?: ReadonlyMap<string, string>;
  /** Sends negative field IDs as they are written. */
  readonly allowNegativeIds?: boolean;
  /** What an i64 is in TypeScript where no annotation says it; a bigint if absent. */
  readonly i64?: I64;
  /** A folder with templates that replace the package's, by file name, or make files besides. */
  readonly templates?: string | undefined;
  /** Is told what comes next. */
  readonly onStage?: (stage: string) => void;
  /**
   * Generates the runtime's own messages: where each kind of file finds what it imports. They may have the names that are
   * reserved for them, and no function is made of them.
   */
  readonly within?: Naming["runtime"];
}

export interface Generated {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
  /** Absent when a diagnostic is an error: then nothing was rendered or written. */
  readonly changes?: Changes;
}

/**
 * Generates the TypeScript for these .thrift files and what they include, and functions for the services they declare.
 * Everything is rendered before anything is written.
 * @throws UserError for what is wrong outside the IDL
 */
export async function generate(files: readonly string[], options: GenerateOptions): Promise<Generated> {
  const { within, onStage = () => {} } = options;
  onStage("reading");
  const { program, sources, diagnostics: found } = analyse(files, options);
  const diagnostics = within === undefined ? found : found.filter(({ code }) => code !== "reserved-method-name");
  if (diagnostics.some(({ severity }) => severity === "error")) return { diagnostics, sources };
  assertKnown(options.functions?.keys() ?? [], program);
  const roots = within === undefined ? program.modules.filter(({ named }) => named) : [];
  onStage("planning");
  const own = options.templates === undefined ? undefined : readUserTemplates(options.templates);
  const planned = plan(program, new Set(roots), within);
  const pages = own === undefined ? [] : pageFiles(program, pageSources(own), planned);
  onStage("rendering");
  const rendered = await render([...planned, ...pages], own);
  onStage("writing");
  const changes = compare(rendered, options.out);
  if (!options.dryRun) applyChanges(changes, options.out);
  return { diagnostics, sources, changes };
}

function pageSources({ pages }: UserTemplates): readonly PageSource[] {
  return [...pages].map(([path, { file }]) => ({ path, file }));
}

/** @throws UserError for a service that the IDL does not have */
function assertKnown(services: Iterable<string>, { modules }: Program): void {
  const known = modules.flatMap((module) => module.services.map(({ name }) => name));
  for (const name of services) {
    if (known.includes(name)) continue;
    const hint = didYouMean(name, known) ?? `there are ${known.join(", ")}`;
    throw new UserError(`--function names the service ${name}, which the IDL does not have; ${hint}`);
  }
}

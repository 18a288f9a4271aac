/**
 * Weaves .thrift files: writes the same IDL with the envelope and the runtime's own methods in the open, for the compilers
 * of other languages. Analyse -> check -> weave -> write.
 */

import { basename, dirname, join, relative, resolve } from "node:path";
import { analyse } from "../analyse.js";
import { header } from "../header.js";
import type { Diagnostic, Module, Sources } from "../model.js";
import type { RenderedFile } from "../render/render.js";
import { UserError } from "../user-error.js";
import { applyChanges } from "../write/apply.js";
import { compare } from "../write/compare.js";
import { checkWeavable } from "./check-weavable.js";
import { RUNTIME_FILE, runtimeDefinitions, runtimeFile } from "./definitions.js";
import { fileName, weaveFile } from "./weave-file.js";

export interface WeaveOptions {
  /**
   * A file, by `.thrift` at its end, which defines all that it names but includes the files that the original includes; or a
   * folder, which gets these as well, woven. Absent: the text of such a file is returned.
   */
  readonly out?: string | undefined;
  /** Folders to search for includes, after the including file's own. */
  readonly includePath: readonly string[];
}

export interface Woven {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
  /** By path below the folder that was written to; absent when a diagnostic is an error: then nothing was written. */
  readonly files?: ReadonlyMap<string, string>;
}

/** @throws UserError for what is wrong outside the IDL */
export async function weave(files: readonly string[], { out, includePath }: WeaveOptions): Promise<Woven> {
  const { program, sources, diagnostics: found } = analyse(files, { includePath });
  const diagnostics = [...found];
  const isFolder = out !== undefined && !out.endsWith(".thrift");
  if (!isFolder && files.length > 1) throw new UserError("several files are woven into a folder: -o woven/");
  const [module] = program.modules;
  if (!isFolder && module !== undefined) checkWeavable(module, (diagnostic) => diagnostics.push(diagnostic));
  if (module === undefined || diagnostics.some(({ severity }) => severity === "error")) return { diagnostics, sources };
  const woven = isFolder
    ? weaveAll(program.modules, sources)
    : new Map([[basename(out ?? module.file), weaveOne(module, textOf(module, sources), out)]]);
  if (out !== undefined) write(woven, isFolder ? out : dirname(out));
  return { diagnostics, sources, files: woven };
}

/** All definitions in one file. */
function weaveOne(module: Module, text: string, out: string | undefined): string {
  const folder = dirname(out ?? module.file);
  return weaveFile(module, text, fileName(module.file), {
    definitions: runtimeDefinitions(),
    envelope: "Envelope",
    includePath: ({ file }, written) =>
      resolve(folder, written) === resolve(file) ? written : relative(folder, file).replaceAll("\\", "/"),
  });
}

/** Side by side, each under its own name, and the runtime's definitions in a file that they include. */
function weaveAll(modules: readonly Module[], sources: Sources): ReadonlyMap<string, string> {
  const clash = modules.find(({ file }) => fileName(file) === RUNTIME_FILE);
  if (clash !== undefined)
    throw new UserError(`${clash.file} would be woven into the file of the runtime's definitions; rename it`);
  const woven = modules.map((module) => {
    const name = fileName(module.file);
    const hasMethods = module.services.some(({ methods }) => methods.length > 0);
    const text = weaveFile(module, textOf(module, sources), name, {
      definitions: hasMethods ? `include "${RUNTIME_FILE}"` : "",
      envelope: "thrift_faas.Envelope",
      includePath: ({ file }) => fileName(file),
    });
    return [name, text] as const;
  });
  return new Map([...woven, [RUNTIME_FILE, header(RUNTIME_FILE) + runtimeFile()]]);
}

function textOf({ file }: Module, sources: Sources): string {
  return sources.get(file) ?? "";
}

/** What is there already is replaced if it was generated, and nothing else. */
function write(files: ReadonlyMap<string, string>, folder: string): void {
  const rendered = [...files].map(([path, text]): RenderedFile => ({ path, text, owner: "generated", source: path }));
  const changes = compare(rendered, join(folder));
  applyChanges({ ...changes, toRemove: [] }, folder);
}

/** From the resolved program to the list of files and what goes into each. Pure: nothing is read or written. */

import type { Module, Program } from "../model.js";
import { functionFiles, groupByFunction } from "./functions.js";
import { moduleFiles } from "./modules.js";
import { declaredNames } from "./names.js";
import type { PlannedFile } from "./planned-file.js";
import type { Naming } from "./scope.js";

const PUBLISHED: Naming["runtime"] = () => "thrift-faas/codegen/v1";

/**
 * @param roots the modules named by the user: their services become functions. Of the modules they include, only the
 *   types, codecs, clients and descriptors are wanted.
 * @param runtime where generated files find the runtime
 */
export function plan(
  program: Program,
  roots: ReadonlySet<Module>,
  runtime: Naming["runtime"] = PUBLISHED,
): readonly PlannedFile[] {
  const naming = { declared: declaredNames(program), runtime };
  const services = program.modules.filter((module) => roots.has(module)).flatMap((module) => module.services);
  // Among all services, also those that are deployed elsewhere: their clients are generated here.
  const functions = groupByFunction(program.modules.flatMap((module) => module.services));
  const multiplexed = new Set([...functions].filter(([, members]) => members.length > 1).map(([name]) => name));
  const modules = program.modules.map((module) => ({ module, files: moduleFiles(module, naming, multiplexed) }));
  const used = modules.filter(({ files }) => files.length > 0).map(({ module }) => module);
  return [...modules.flatMap(({ files }) => files), ...functionFiles(services, used)];
}

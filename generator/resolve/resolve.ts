/** From syntax trees to the program: every name looked up across includes, every constant evaluated. */
import type { Report } from "../diagnostics/report.js";
import type { LoadedFile } from "../load/load.js";
import type { Module, Program } from "../model.js";
import type { NamespaceSyntax } from "../parse/syntax.js";
import { type Agenda, workOff } from "./agenda.js";
import { declareConstants } from "./declare-constants.js";
import { declareServices } from "./declare-services.js";
import { declareTypes } from "./declare-types.js";
import { resolveAnnotations } from "./annotations.js";
import { nameModules } from "./name-modules.js";
import { openScopes, type Scope } from "./scope.js";

/** What the command line says about how to read the IDL. */
export type ResolveOptions = Pick<Agenda, "functions" | "allowNegativeIds" | "i64">;

/** Never throws for a mistake in the IDL; what could not be resolved is reported and left out. */
export function resolve(files: readonly LoadedFile[], options: ResolveOptions, report: Report): Program {
  const scopes = openScopes(files);
  for (const { source, module } of scopes) {
    module.namespaces = resolveNamespaces(source.syntax.namespaces, report);
    module.namespace = (module.namespaces.get("js") ?? module.namespaces.get("*"))?.name ?? module.name;
  }
  nameModules(scopes.map(({ module }) => module));
  const agenda: Agenda = { report, ...options, declarations: [], members: [], values: [] };
  for (const scope of scopes) {
    declareTypes(scope, agenda);
    declareConstants(scope, agenda);
    declareServices(scope, agenda);
  }
  workOff(agenda);
  for (const scope of scopes) reportMissingFiles(scope, report);
  return { modules: scopes.map(({ module }) => module) };
}

function resolveNamespaces(namespaces: readonly NamespaceSyntax[], report: Report): Module["namespaces"] {
  return new Map(
    namespaces.map(({ scope, name, annotations }) => [
      scope,
      { name: name.text, span: name.span, annotations: resolveAnnotations(annotations, "other", report) },
    ]),
  );
}

/** As Apache's compiler, we can do without a file of which nothing is used. */
function reportMissingFiles({ source, missed }: Scope, report: Report): void {
  for (const { prefix, missing } of source.includes) {
    if (missing === undefined) continue;
    if (missed.has(prefix)) report(missing);
    else report({ ...missing, severity: "warning", message: `${missing.message}; nothing of it is used here` });
  }
}

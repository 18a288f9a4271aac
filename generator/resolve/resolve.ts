/** From syntax trees to the program: every name looked up across includes, every constant evaluated. */
import type { Report } from "../diagnostics/report.js";
import type { LoadedFile } from "../load/load.js";
import type { Program } from "../model.js";
import { type Agenda, workOff } from "./agenda.js";
import { declareConstants } from "./declare-constants.js";
import { declareServices } from "./declare-services.js";
import { declareTypes } from "./declare-types.js";
import { openScopes } from "./scope.js";

/**
 * Never throws for a mistake in the IDL; what could not be resolved is reported and left out.
 * @param functions the functions that the command line gives services, by the service's name
 */
export function resolve(files: readonly LoadedFile[], functions: ReadonlyMap<string, string>, report: Report): Program {
  const scopes = openScopes(files);
  const agenda: Agenda = { report, functions, declarations: [], members: [], values: [] };
  for (const scope of scopes) {
    declareTypes(scope, agenda);
    declareConstants(scope, agenda);
    declareServices(scope, agenda);
  }
  workOff(agenda);
  return { modules: scopes.map(({ module }) => module) };
}

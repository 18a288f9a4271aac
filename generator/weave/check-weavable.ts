/** What keeps an IDL from being woven into one file, though it is right in itself. */

import type { Report } from "../diagnostics/report.js";
import type { Module, ServiceDeclaration } from "../model.js";
import { runtimeNames } from "./definitions.js";

const HINT = "weave into a folder, which gets all included files and the runtime's as well: `-o woven/`";

/** Reports the services whose inherited methods would not be woven, and the names that the runtime's definitions have. */
export function checkWeavable(module: Module, report: Report): void {
  for (const { name, span, extends: parent } of module.services) {
    const elsewhere = ancestors(parent).find((service) => service.module !== module && service.methods.length > 0);
    if (elsewhere === undefined) continue;
    const message = `\`${name}\` has methods of \`${elsewhere.name}\`, in ${elsewhere.module.file}, which need an envelope as well`;
    report({ severity: "error", code: "extends-elsewhere", message, span, hint: HINT });
  }
  const taken = runtimeNames();
  const { typedefs, enums, structs, constants, services } = module;
  for (const { name, span } of [...typedefs, ...enums, ...structs, ...constants, ...services]) {
    if (!taken.has(name)) continue;
    const message = `\`${name}\` is the name of one of the runtime's definitions, too`;
    report({ severity: "error", code: "runtime-name", message, span, hint: HINT });
  }
}

function ancestors(service: ServiceDeclaration | undefined): readonly ServiceDeclaration[] {
  return service === undefined ? [] : [service, ...ancestors(service.extends)];
}

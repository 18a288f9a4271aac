/** Each service becomes a function, alone or with others that say so, and a file in its module's folder, named after it. */
import { kebabCase } from "../../kebab-case.js";
import type { ServiceDeclaration } from "../../model.js";
import { errorAt, firstAt, repeated, type Rule, warningAt } from "../rule.js";

/** The other files of a module's folder. */
const otherFiles: ReadonlySet<string> = new Set(["types", "codecs"]);

export const functionNameClashes: Rule = ({ modules }, report) => {
  const services = modules.flatMap((module) => module.services);
  // Also in different functions: the files in a module's folder are named after services, and so is what a store keeps of them.
  for (const [service, first] of repeated(services, ({ name }) => kebabCase(name))) {
    // Two of one name in one file are a duplicate declaration, and reported as such.
    if (service.module === first.module && service.name === first.name) continue;
    const name = kebabCase(service.name);
    if (isElsewhere(service, first)) {
      const message = `the services \`${first.name}\` and \`${service.name}\` are both ${name}, in the names of functions and in the store`;
      const hint = "this one is only called here; where both are deployed, rename one of them";
      report(warningAt(service, "function-name-clash", message, { hint, ...firstAt(first) }));
    } else {
      const message = `the services \`${first.name}\` and \`${service.name}\` would both be ${name}, in the names of files and in the store`;
      report(errorAt(service, "function-name-clash", message, { hint: "rename one of them", ...firstAt(first) }));
    }
  }
  for (const service of services) {
    const name = kebabCase(service.name);
    if (!otherFiles.has(name)) continue;
    const message = `the service \`${service.name}\` would be generated into ${name}.ts, which holds something else`;
    report(errorAt(service, "reserved-service-name", message, { hint: "rename the service" }));
  }
};

/** In a folder of its own, and called only, wherever it is: files that are named come first. */
function isElsewhere({ module }: ServiceDeclaration, first: ServiceDeclaration): boolean {
  return module !== first.module && !module.named;
}

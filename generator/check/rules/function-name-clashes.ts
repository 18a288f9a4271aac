/** Each service becomes a function, alone or with others that say so, and a file in its module's folder, named after it. */
import { kebabCase } from "../../kebab-case.js";
import { errorAt, firstAt, repeated, type Rule } from "../rule.js";

/** The other files of a module's folder. */
const otherFiles: ReadonlySet<string> = new Set(["types", "codecs"]);

export const functionNameClashes: Rule = ({ modules }, report) => {
  const services = modules.flatMap((module) => module.services);
  // Also in different functions: the files in a module's folder are named after services, and so is what a store keeps of them.
  for (const [service, first] of repeated(services, ({ name }) => kebabCase(name))) {
    // Two of one name in one file are a duplicate declaration, and reported as such.
    if (service.module === first.module && service.name === first.name) continue;
    const message = `the services \`${first.name}\` and \`${service.name}\` would both be ${kebabCase(service.name)}, in the names of files and in the store`;
    report(errorAt(service, "function-name-clash", message, { hint: "rename one of them", ...firstAt(first) }));
  }
  for (const service of services) {
    const name = kebabCase(service.name);
    if (!otherFiles.has(name)) continue;
    const message = `the service \`${service.name}\` would be generated into ${name}.ts, which holds something else`;
    report(errorAt(service, "reserved-service-name", message, { hint: "rename the service" }));
  }
};

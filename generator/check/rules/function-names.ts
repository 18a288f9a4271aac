/** OpenFaaS and Kubernetes call a function by its name, which is a DNS label. */
import { errorAt, type Rule } from "../rule.js";

const LABEL = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

export const functionNames: Rule = ({ modules }, report) => {
  for (const service of modules.flatMap((module) => module.services)) {
    if (LABEL.test(service.function)) continue;
    const annotation = service.annotations.get("faas.function");
    const message = `the service \`${service.name}\` cannot be deployed as a function named "${service.function}"`;
    const hint =
      "a function's name has lower-case letters, digits and dashes, begins with a letter and has 63 characters at most; " +
      'give it one with `faas.function = "some-name"`';
    report(errorAt({ span: annotation?.span ?? service.span }, "function-name", message, { hint }));
  }
};

/** A service has each method once, those of the services it extends included. */
import type { Method, ServiceDeclaration } from "../../model.js";
import { errorAt, firstAt, repeated, type Rule } from "../rule.js";

export const duplicateMethods: Rule = ({ modules }, report) => {
  for (const service of modules.flatMap(({ services }) => services)) {
    const inherited = new Map(inheritedMethods(service).map((entry) => [entry.method.name, entry]));
    for (const method of service.methods) {
      const before = inherited.get(method.name);
      if (before === undefined) continue;
      const message = `\`${method.name}\` is already a method of \`${before.owner.name}\`, which \`${service.name}\` extends`;
      report(errorAt(method, "duplicate-method", message, firstAt(before.method)));
    }
    for (const [method, first] of repeated(service.methods, ({ name }) => name)) {
      const message = `\`${service.name}\` has two methods \`${method.name}\``;
      report(errorAt(method, "duplicate-method", message, firstAt(first)));
    }
  }
};

function inheritedMethods({ extends: parent }: ServiceDeclaration): { owner: ServiceDeclaration; method: Method }[] {
  if (parent === undefined) return [];
  return [...inheritedMethods(parent), ...parent.methods.map((method) => ({ owner: parent, method }))];
}

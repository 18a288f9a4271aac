/** A service has the state of the service it extends and its own: two fields of one name would be one collection. */
import type { Field, ServiceDeclaration } from "../../model.js";
import { errorAt, firstAt, type Rule } from "../rule.js";

export const inheritedState: Rule = ({ modules }, report) => {
  for (const service of modules.flatMap(({ services }) => services)) {
    const annotation = service.annotations.get("faas.state");
    if (annotation === undefined || service.extends === undefined) continue;
    const inherited = new Map(stateFieldsOf(service.extends).map((field) => [field.name, field]));
    for (const field of service.state?.fields ?? []) {
      const first = inherited.get(field.name);
      if (first === undefined) continue;
      const message = `\`${service.name}\` has a \`${field.name}\` in its state already, that of \`${service.extends.name}\``;
      const hint = "a service has the state of the one it extends; give it only what comes on top";
      report(errorAt(annotation, "state-field-clash", message, { hint, ...firstAt(first) }));
      break;
    }
  }
};

function stateFieldsOf({ extends: parent, state }: ServiceDeclaration): readonly Field[] {
  return [...(parent === undefined ? [] : stateFieldsOf(parent)), ...(state?.fields ?? [])];
}

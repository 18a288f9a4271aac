/** From a type as it is written to the type that is meant. */
import type { I64, TypeRef } from "../model.js";
import type { Name, TypeSyntax } from "../parse/syntax.js";
import type { Agenda } from "./agenda.js";
import { type Place, resolveAnnotations } from "./annotations.js";
import { chosenI64 } from "./i64.js";
import { lookUp, reportUnknown } from "./look-up.js";
import type { Scope } from "./scope.js";

/**
 * Undefined when a name in it is unknown or faulty; that has been reported.
 * @param outer what an i64 in it is, unless the type says so itself
 */
export function resolveType(
  type: TypeSyntax,
  scope: Scope,
  agenda: Agenda,
  outer: I64 = agenda.i64,
): TypeRef | undefined {
  const annotations = resolveAnnotations(type.annotations, PLACES[type.kind], agenda.report);
  const i64 = chosenI64(annotations) ?? outer;
  const annotated: Annotated = annotations.size === 0 ? {} : { annotations };
  switch (type.kind) {
    case "base":
      return type.name === "i64" && i64 === "number"
        ? { kind: "base", name: "i64", as: "number", ...annotated }
        : { kind: "base", name: type.name, ...annotated };
    case "list":
    case "set": {
      const element = resolveType(type.element, scope, agenda, i64);
      return element === undefined ? undefined : { kind: type.kind, element, ...annotated };
    }
    case "map": {
      const key = resolveType(type.key, scope, agenda, i64);
      const value = resolveType(type.value, scope, agenda, i64);
      return key === undefined || value === undefined ? undefined : { kind: "map", key, value, annotations };
    }
    case "named":
      return resolveNamed(type.name, annotated, scope, agenda);
  }
}

const PLACES: Readonly<Record<TypeSyntax["kind"], Place>> = {
  base: "type",
  list: "type",
  set: "type",
  map: "map",
  named: "type",
};

type Annotated = Pick<TypeRef, "annotations">;

function resolveNamed(name: Name, annotated: Annotated, scope: Scope, agenda: Agenda): TypeRef | undefined {
  const found = lookUp(scope, name.text, "types");
  if (found.kind === "found") {
    const declaration = found.value();
    return declaration === undefined ? undefined : { kind: "named", declaration, ...annotated };
  }
  // Older IDLs declare a type of this name themselves, so it is no keyword of the grammar.
  if (name.text === "uuid") return { kind: "base", name: "uuid", ...annotated };
  if (found.kind === "missing") reportUnknown(scope, name, "types", agenda.report);
  return undefined;
}

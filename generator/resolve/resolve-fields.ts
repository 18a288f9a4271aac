/** Fields of structs, arguments and throws: their types, their IDs, and later their defaults. */
import type { Code } from "../diagnostics/codes.js";
import type { Field } from "../model.js";
import type { FieldSyntax } from "../parse/syntax.js";
import { type Agenda, declared } from "./agenda.js";
import type { Place } from "./annotations.js";
import { evaluate } from "./evaluate.js";
import { chosenI64 } from "./i64.js";
import { lookUp } from "./look-up.js";
import { resolveType } from "./resolve-type.js";
import type { Building, Scope } from "./scope.js";

/** A field whose type is unknown is left out. `place` is what annotations on them stand on. */
export function resolveFields(fields: readonly FieldSyntax[], place: Place, scope: Scope, agenda: Agenda): Field[] {
  // As in Apache's compiler: what has no positive ID is numbered -1, -2, ... in order.
  let automatic = -1;
  return fields.flatMap((syntax) => {
    const isKept = syntax.id !== undefined && (syntax.id > 0 || agenda.allowNegativeIds);
    const id = isKept ? syntax.id : automatic--;
    if (!isKept) warnOfAutomaticId(syntax, id, agenda);
    // What comes behind a negative ID is numbered from there.
    else if (id <= 0) automatic = id - 1;
    const common = declared(syntax, place, agenda);
    const type = resolveType(syntax.type, scope, agenda, chosenI64(common.annotations));
    if (type === undefined) return [];
    const field: Building<Field> = { ...common, id, requiredness: syntax.requiredness, type };
    const { defaultValue } = syntax;
    if (defaultValue !== undefined) {
      agenda.values.push(() => {
        field.defaultValue = evaluate(defaultValue, type, { scope, agenda });
        if (defaultValue.kind !== "reference") return;
        const constant = lookUp(scope, defaultValue.name, "constants");
        if (constant.kind === "found") field.defaultConstant = constant.value.declaration();
      });
    }
    return [field];
  });
}

function warnOfAutomaticId({ name, id }: FieldSyntax, automatic: number, { report }: Agenda): void {
  const [code, problem]: [Code, string] =
    id === undefined
      ? ["implicit-field-id", `field \`${name.text}\` has no ID`]
      : ["nonpositive-field-id", `field \`${name.text}\` has the ID ${id}, which is not positive`];
  report({
    severity: "warning",
    code,
    message: `${problem}; it is sent as ${automatic}, as Apache Thrift does`,
    span: name.span,
    hint: "give it a positive ID: one that depends on the order changes when fields are added or moved",
  });
}

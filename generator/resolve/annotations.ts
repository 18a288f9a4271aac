/** Annotations as a map. Those under `faas.` are ours, so an unknown or misplaced one can only be a slip. */
import type { Report } from "../diagnostics/report.js";
import { didYouMean } from "../diagnostics/suggest.js";
import type { Annotation, Annotations } from "../model.js";
import type { AnnotationSyntax } from "../parse/syntax.js";
import { I64_ANNOTATION } from "./i64.js";

/** What an annotation can stand on; `other` is where none of ours belongs. */
export type Place = "service" | "method" | "field" | "argument" | "typedef" | "map" | "type" | "other";

interface Belonging {
  readonly places: readonly Place[];
  /** The places in words. */
  readonly where: string;
}

const ON_METHOD: Belonging = { places: ["method"], where: "a method, after its arguments and exceptions" };
const ON_SERVICE: Belonging = { places: ["service"], where: "a service, after its closing brace" };

/** Each of ours with where it belongs; on a field, `faas.ordered` and `faas.i64` speak of the field's type. */
const KNOWN: ReadonlyMap<string, Belonging> = new Map([
  ["faas.readonly", ON_METHOD],
  ["faas.pure", ON_METHOD],
  ["faas.idempotent", ON_METHOD],
  ["faas.timeout", ON_METHOD],
  ["faas.retry", ON_METHOD],
  ["faas.partition", ON_METHOD],
  ["faas.state", ON_SERVICE],
  ["faas.function", ON_SERVICE],
  ["faas.ordered", { places: ["field", "map"], where: "a field of a state struct or a map" }],
  [
    I64_ANNOTATION,
    {
      places: ["field", "argument", "typedef", "map", "type"],
      where: "a field, an argument or a typedef, or on the type itself: `list<i64> (faas.i64 = ...)`",
    },
  ],
]);

export function resolveAnnotations(
  annotations: readonly AnnotationSyntax[],
  place: Place,
  report: Report,
): Annotations {
  for (const { name } of annotations) {
    if (!name.text.startsWith("faas.")) continue;
    const belonging = KNOWN.get(name.text);
    if (belonging === undefined) {
      report({
        severity: "error",
        code: "unknown-annotation",
        message: `unknown annotation \`${name.text}\``,
        span: name.span,
        hint: didYouMean(name.text, KNOWN.keys()) ?? `known are ${[...KNOWN.keys()].join(", ")}`,
      });
    } else if (!belonging.places.includes(place)) {
      report({
        severity: "error",
        code: "misplaced-annotation",
        message: `\`${name.text}\` says nothing here`,
        span: name.span,
        hint: `it belongs on ${belonging.where}`,
      });
    }
  }
  const found = new Map<string, Annotation>();
  for (const { name, value } of annotations) {
    const before = found.get(name.text);
    const values = before === undefined ? {} : { values: [...(before.values ?? [before.value]), value] };
    found.set(name.text, { value, span: name.span, ...values });
  }
  return found;
}

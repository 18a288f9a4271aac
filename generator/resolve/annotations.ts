/** Annotations as a map. Those under `faas.` are ours, so an unknown or misplaced one can only be a slip. */
import type { Report } from "../diagnostics/report.js";
import { didYouMean } from "../diagnostics/suggest.js";
import type { Annotation, Annotations } from "../model.js";
import type { AnnotationSyntax } from "../parse/syntax.js";

/** What an annotation can stand on; `other` is where none of ours belongs. */
export type Place = "service" | "method" | "field" | "map" | "other";

/** Each of ours with the places it belongs on; `faas.ordered` on a field speaks of the field's type. */
const PLACES: ReadonlyMap<string, readonly Place[]> = new Map<string, readonly Place[]>([
  ["faas.readonly", ["method"]],
  ["faas.pure", ["method"]],
  ["faas.idempotent", ["method"]],
  ["faas.timeout", ["method"]],
  ["faas.retry", ["method"]],
  ["faas.partition", ["method"]],
  ["faas.state", ["service"]],
  ["faas.function", ["service"]],
  ["faas.ordered", ["field", "map"]],
]);

/** One for all that have none, which are most. */
const noAnnotations: Annotations = new Map();

export function resolveAnnotations(
  annotations: readonly AnnotationSyntax[],
  place: Place,
  report: Report,
): Annotations {
  if (annotations.length === 0) return noAnnotations;
  for (const { name } of annotations) {
    if (!name.text.startsWith("faas.")) continue;
    const places = PLACES.get(name.text);
    if (places === undefined) {
      report({
        severity: "error",
        code: "unknown-annotation",
        message: `unknown annotation \`${name.text}\``,
        span: name.span,
        hint: didYouMean(name.text, PLACES.keys()) ?? `known are ${[...PLACES.keys()].join(", ")}`,
      });
    } else if (!places.includes(place)) {
      report({
        severity: "error",
        code: "misplaced-annotation",
        message: `\`${name.text}\` says nothing here`,
        span: name.span,
        hint: `it belongs on ${places.map((each) => NOUNS[each]).join(" or ")}`,
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

const NOUNS: Readonly<Record<Place, string>> = {
  service: "a service, after its closing brace",
  method: "a method, after its arguments and exceptions",
  field: "a field of a state struct",
  map: "a map",
  other: "",
};

/** Annotations as a map. Those under `faas.` are ours, so an unknown one can only be a slip. */
import type { Report } from "../diagnostics/report.js";
import { didYouMean } from "../diagnostics/suggest.js";
import type { Annotations } from "../model.js";
import type { AnnotationSyntax } from "../parse/syntax.js";

export const knownAnnotations: readonly string[] = [
  "faas.readonly",
  "faas.pure",
  "faas.idempotent",
  "faas.timeout",
  "faas.retry",
  "faas.partition",
  "faas.state",
  "faas.function",
];

/** Of a repeated annotation the last value counts. */
export function resolveAnnotations(annotations: readonly AnnotationSyntax[], report: Report): Annotations {
  for (const { name } of annotations) {
    if (!name.text.startsWith("faas.") || knownAnnotations.includes(name.text)) continue;
    report({
      severity: "error",
      code: "unknown-annotation",
      message: `unknown annotation \`${name.text}\``,
      span: name.span,
      hint: didYouMean(name.text, knownAnnotations) ?? `known are ${knownAnnotations.join(", ")}`,
    });
  }
  return new Map(annotations.map(({ name, value }) => [name.text, value]));
}

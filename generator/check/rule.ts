/** What a rule is, and what rules share. */
import type { Code } from "../diagnostics/codes.js";
import type { Report } from "../diagnostics/report.js";
import type { Diagnostic, Field, Method, Program, Span } from "../model.js";

/** Reports each place in a resolved program that breaks it. Knows nothing of other rules. */
export type Rule = (program: Program, report: Report) => void;

/** Fields that share one space of IDs and names. */
export interface FieldList {
  readonly owner: "struct" | "union" | "exception" | "arguments" | "throws";
  readonly fields: readonly Field[];
}

/** The fields of every struct, union and exception, every method's arguments and every method's throws. */
export function* fieldLists({ modules }: Program): Generator<FieldList> {
  for (const { structs, services } of modules) {
    for (const { kind, fields } of structs) yield { owner: kind, fields };
    for (const { methods } of services) {
      for (const { args, throws } of methods) {
        yield { owner: "arguments", fields: args };
        yield { owner: "throws", fields: throws };
      }
    }
  }
}

/** Every method of every service. */
export function methodsOf({ modules }: Program): readonly Method[] {
  return modules.flatMap(({ services }) => services).flatMap(({ methods }) => methods);
}

/** What has a name in the source. */
export interface Named {
  readonly name: string;
  readonly span: Span;
}

/** Pairs each item with the first one before it that has the same key. */
export function* repeated<T>(items: Iterable<T>, key: (item: T) => unknown): Generator<readonly [item: T, first: T]> {
  const seen = new Map<unknown, T>();
  for (const item of items) {
    const first = seen.get(key(item));
    if (first === undefined) seen.set(key(item), item);
    else yield [item, first];
  }
}

/** The usual form of a finding: a message at a name. */
export function errorAt(
  { span }: Pick<Named, "span">,
  code: Code,
  message: string,
  more: Pick<Diagnostic, "hint" | "related"> = {},
): Diagnostic<Code> {
  return { severity: "error", code, message, span, ...more };
}

/** A warning, with the same parts. */
export function warningAt(...parts: Parameters<typeof errorAt>): Diagnostic<Code> {
  return { ...errorAt(...parts), severity: "warning" };
}

/** A pointer to the first of two that clash. */
export function firstAt({ name, span }: Named): Pick<Diagnostic, "related"> {
  return { related: { message: `\`${name}\` is first declared here`, span } };
}

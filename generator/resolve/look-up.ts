/** Finds what a name stands for, in its own file or in an included one, and reports names that stand for nothing. */
import { closest } from "../diagnostics/suggest.js";
import type { Report } from "../diagnostics/report.js";
import { fbthriftTypes } from "../parse/dialects.js";
import type { Name } from "../parse/syntax.js";
import type { Scope } from "./scope.js";

/** Which kind of name is wanted. */
export type Table = "types" | "constants" | "services";

const nouns = { types: "type", constants: "constant", services: "service" } as const;

/** `missing` is worth a report; `unknowable` is not, as the name may stand in a part that could not be read. */
export type Found<T> =
  { readonly kind: "found"; readonly value: T } | { readonly kind: "missing" } | { readonly kind: "unknowable" };

type Entry<K extends Table> = Scope[K] extends Map<string, infer T> ? T : never;

/** Looks up `Name` in the scope, `prefix.Name` in the file included under that prefix. */
export function lookUp<K extends Table>(scope: Scope, name: string, table: K): Found<Entry<K>>;
export function lookUp(scope: Scope, name: string, table: Table): Found<unknown> {
  const own = scope[table].get(name);
  if (own !== undefined) return { kind: "found", value: own };
  const [prefix, rest] = splitLast(name);
  const included = prefix === undefined ? undefined : scope.includes.get(prefix);
  if (included === undefined) {
    // `Enum.MEMBER` is looked up as a constant as well: what is lost may be the enum.
    const lost = mayBeLost(scope, name) || (prefix !== undefined && mayBeLost(scope, prefix));
    return { kind: lost ? "unknowable" : "missing" };
  }
  for (const file of included) {
    const value = file?.[table].get(rest);
    if (value !== undefined) return { kind: "found", value };
  }
  if (prefix !== undefined && included.includes(undefined)) scope.missed.add(prefix);
  const lost = included.some((file) => file === undefined || mayBeLost(file, rest));
  return { kind: lost ? "unknowable" : "missing" };
}

/** Can the name stand in a part of the file that could not be read? */
function mayBeLost({ source: { syntax } }: Scope, name: string): boolean {
  return !syntax.complete || syntax.lost.has(name);
}

/** `a.b.C` -> `a.b` and `C`; no prefix without a dot. */
export function splitLast(name: string): readonly [prefix: string | undefined, rest: string] {
  const dot = name.lastIndexOf(".");
  return dot === -1 ? [undefined, name] : [name.slice(0, dot), name.slice(dot + 1)];
}

/** A file with more unknown names than this has another problem, and to look for similar ones takes time. */
const suggestionsPerFile = 100;

/** Reports a missing name, with the name that was probably meant. */
export function reportUnknown(scope: Scope, { text, span }: Name, table: Table, report: Report): void {
  scope.unknownNames++;
  report({
    severity: "error",
    code: `unknown-${nouns[table]}`,
    message: `unknown ${nouns[table]} \`${text}\``,
    span,
    hint: scope.unknownNames > suggestionsPerFile ? undefined : hintFor(scope, text, table),
  });
}

function hintFor(scope: Scope, name: string, table: Table): string | undefined {
  for (const other of ["types", "constants", "services"] as const) {
    if (other !== table && lookUp(scope, name, other).kind === "found") return `\`${name}\` is a ${nouns[other]}`;
  }
  const included = [...scope.includes].flatMap(([prefix, targets]) =>
    targets.flatMap((target) =>
      [...(target?.[table].keys() ?? [])].map((key) => ({ key, qualified: `${prefix}.${key}` })),
    ),
  );
  const suggestion =
    included.find(({ key }) => key === name)?.qualified ??
    closest(name, [...scope[table].keys(), ...included.map(({ qualified }) => qualified)]);
  const dialect = fbthriftTypes.get(name);
  if (dialect !== undefined) return `\`${name}\` belongs to fbthrift, another dialect: write \`${dialect}\``;
  if (suggestion !== undefined) return `did you mean \`${suggestion}\`?`;
  const [prefix] = splitLast(name);
  return prefix === undefined || scope.includes.has(prefix) ? undefined : `no file is included as \`${prefix}\``;
}

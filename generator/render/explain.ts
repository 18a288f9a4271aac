/** What is wrong with a template of the user's: the file, the line, what to do. */

import { didYouMean } from "../diagnostics/suggest.js";
import { UserError } from "../user-error.js";

/** The helpers that templates have: loops and truth tests. */
export const HELPERS = ["each", "if", "lookup", "unless", "with"] as const;

export const VIEWS = "see docs/gen.md of thrift-faas";

/** Where in a template; lines count from 1, columns from 0. */
export interface Place {
  readonly line: number;
  readonly column?: number | undefined;
}

/** A mistake in a template whose file is not known yet. */
export class TemplateError extends Error {
  readonly place: Place | undefined;

  constructor(message: string, place: Place | undefined) {
    super(message);
    this.place = place;
  }
}

/**
 * @param error what Handlebars, or one of our helpers, has thrown
 * @param view what the template was given, for a suggestion
 */
export function explain(file: string, error: unknown, view?: object): UserError {
  if (error instanceof UserError) return error;
  const { message, place } = error instanceof TemplateError ? error : describe(error, view);
  if (place === undefined) return new UserError(`${file}: ${message}`);
  const column = place.column === undefined ? "" : `:${place.column + 1}`;
  return new UserError(`${file}:${place.line}${column}: ${message}`);
}

/** For a name that stands for nothing. */
export function unknownName(name: string, view: object | undefined): string {
  const names = namesIn(view);
  names.delete(name);
  const received = Object.keys(view ?? {}).join(", ");
  const hint = didYouMean(name, names) ?? `this template receives ${received}: ${VIEWS}`;
  return `there is no \`${name}\` here; ${hint}`;
}

/** Handlebars puts the place into the message, into properties, or nowhere. */
function describe(error: unknown, view: object | undefined): Pick<TemplateError, "message" | "place"> {
  if (!(error instanceof Error)) return { message: String(error), place: undefined };
  const text = error.message.replace(/ - \d+:\d+$/, "");
  const place = placeOf(error);
  const missing = /^"(.*)" not defined in /.exec(text)?.[1] ?? /\(reading '(.*)'\)$/.exec(text)?.[1];
  if (missing !== undefined) return { message: unknownName(missing, view), place };
  const helper = /unknown helper (.*)$/.exec(text)?.[1];
  if (helper !== undefined)
    return { message: `there is no helper \`${helper}\`; there are ${HELPERS.join(", ")}`, place };
  const partial = /^The partial (.*) could not be found$/.exec(text)?.[1];
  if (partial !== undefined) return { message: unknownPartial(partial, []), place };
  const [, line, rest = ""] = /^(?:Parse|Lexical) error on line (\d+)(?::|\.)?\s*([^]*)$/.exec(text) ?? [];
  if (line === undefined) return { message: text, place };
  return { message: `this is no template as Handlebars reads them:\n${rest}`, place: { line: Number(line) } };
}

function placeOf(error: Error): Place | undefined {
  if (!("lineNumber" in error) || typeof error.lineNumber !== "number") return undefined;
  const column = "column" in error && typeof error.column === "number" ? error.column : undefined;
  return { line: error.lineNumber, column };
}

export function unknownPartial(name: string, known: readonly string[]): string {
  const hint = didYouMean(name, known) ?? `it would be partials/${name}.hbs in the folder of templates`;
  return `there is no partial \`${name}\`; ${hint}`;
}

/** All names of properties in a view. */
function namesIn(view: unknown, found = new Set<string>()): Set<string> {
  if (typeof view !== "object" || view === null) return found;
  for (const [name, value] of Object.entries(view)) {
    if (!Array.isArray(view)) found.add(name);
    namesIn(value, found);
  }
  return found;
}

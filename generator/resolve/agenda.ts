/** What every part of `resolve` shares: where to report, and what remains to be done when more is known. */
import type { Report } from "../diagnostics/report.js";
import type { Annotations, I64, Module, Span } from "../model.js";
import type { DeclarationSyntax } from "../parse/syntax.js";
import { type Place, resolveAnnotations } from "./annotations.js";
import type { Scope } from "./scope.js";

type Task = () => void;

/** Worked off in this order, once all names are declared; a task may add tasks to a later list. */
export interface Agenda {
  readonly report: Report;
  /** The functions that the command line gives services, by the service's name. */
  readonly functions: ReadonlyMap<string, string>;
  /** Whether a negative field ID is sent as it is written. */
  readonly allowNegativeIds: boolean;
  /** What an i64 is in TypeScript where no annotation says it. */
  readonly i64: I64;
  /** Makes typedefs and services, which refer to others of their kind. */
  readonly declarations: Task[];
  /** Gives structs their fields and services their methods. */
  readonly members: Task[];
  /** Evaluates constants and defaults, for which all fields must be known. */
  readonly values: Task[];
}

export function workOff({ declarations, members, values }: Agenda): void {
  for (const tasks of [declarations, members, values]) for (const task of tasks) task();
}

interface Declared {
  readonly name: string;
  readonly span: Span;
  readonly doc: string | undefined;
  readonly annotations: Annotations;
}

/** What all declarations have in common. `place` is what kind of declaration it is to annotations. */
export function declared({ name, doc, annotations }: DeclarationSyntax, place: Place, { report }: Agenda): Declared {
  return { name: name.text, span: name.span, doc, annotations: resolveAnnotations(annotations, place, report) };
}

/** The same for a declaration that stands in a file directly. */
export function declaredIn(
  { module }: Scope,
  syntax: DeclarationSyntax,
  place: Place,
  agenda: Agenda,
): Declared & { readonly module: Module } {
  return { ...declared(syntax, place, agenda), module };
}

/** The first of several declarations with one name is the one that counts; `check` reports the others. */
export function setFirst<T>(table: Map<string, T>, name: string, value: T): void {
  if (!table.has(name)) table.set(name, value);
}

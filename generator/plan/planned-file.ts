/** What `plan` hands to `render`: one entry per file. */

import type { IdlFileView, IdlProgramView, IdlServicePageView } from "./views/idl.js";
import type { CodecsView } from "./views/codecs.js";
import type { FunctionView, HandlerView, ImageView, IndexView, StackView } from "./views/functions.js";
import type { ServiceView } from "./views/service.js";
import type { TypesView } from "./views/types.js";

/**
 * The template of each kind of file, and what it receives: plain, total, JSON-printable. Every text is finished TypeScript,
 * so a template only loops, tests for emptiness, and lays out. A `doc` is "" or a whole comment, indented, with its line
 * break.
 */
export interface Templates {
  readonly "types.ts": TypesView;
  readonly "codecs.ts": CodecsView;
  readonly "service.ts": ServiceView;
  readonly "handler.ts": HandlerView;
  readonly "function.ts": FunctionView;
  readonly "index.ts": IndexView;
  readonly "stack.yaml": StackView;
  readonly "template.yml": ImageView;
  readonly Dockerfile: ImageView;
  readonly dockerignore: ImageView;
  readonly "package.json": ImageView;
}

/** A template of the user's that makes files of its own, by its path: `[module]/[service].md`. */
export type PageTemplate = `${string}/${string}`;

/** What it receives: as many files as there are things that its path speaks of. */
export type PageView = IdlProgramView | IdlFileView | IdlServicePageView;

/** A file that belongs to the generator. `source` is the IDL file's name without its folder. */
export interface GeneratedFile {
  readonly owner: "generated";
  readonly source: string;
}

/** A file that is written once and then belongs to the user, with what it ought to mention. */
export interface UserFile {
  readonly owner: "user";
  readonly expects: readonly Expectation[];
}

/** A word that a user's file ought to contain, and what to say when it does not. */
export interface Expectation {
  readonly word: string;
  readonly note: string;
}

type WithTemplate<Name extends keyof Templates> = { readonly template: Name; readonly view: Templates[Name] };

interface Page {
  readonly template: PageTemplate;
  readonly view: PageView;
}

/** `path` is below the output folder, with `/`. */
export type PlannedFile = { readonly path: string } & (GeneratedFile | UserFile) &
  ({ [Name in keyof Templates]: WithTemplate<Name> }[keyof Templates] | Page);

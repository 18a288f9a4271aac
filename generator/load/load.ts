/** Reads and parses the files named by the user and, transitively, what they include. */
import { basename, dirname, isAbsolute, join, normalize, resolve } from "node:path";
import type { Code } from "../diagnostics/codes.js";
import type { Report } from "../diagnostics/report.js";
import { isGenerated } from "../header.js";
import type { Diagnostic } from "../model.js";
import { parse } from "../parse/parse.js";
import type { FileSyntax, Name } from "../parse/syntax.js";
import { findIncludeCycles } from "./find-include-cycles.js";
import type { ReadFile, ReadResult } from "./read-file.js";

export interface LoadedFile {
  /** Whether the user named it; else it is included. */
  readonly named: boolean;
  /** As the user named it, or as the including file's folder and the include make it; normalised. */
  readonly file: string;
  readonly text: string;
  readonly syntax: FileSyntax;
  readonly includes: readonly LoadedInclude[];
}

export interface LoadedInclude {
  readonly statement: Name;
  /** What stands before the dot in `shared.Type`: the file's name without folder and `.thrift`. */
  readonly prefix: string;
  /** Absent when the file is missing, unreadable, or would close a circle of includes. */
  readonly target: LoadedFile | undefined;
  /** Set when the file is missing, which is an error only if something of it is used: `resolve` finds out and reports. */
  readonly missing?: Diagnostic<Code>;
}

/** The files that could be read, each once: those named first, in their order, then what they include. */
export function load(
  files: readonly string[],
  { includePath, readFile }: { readonly includePath: readonly string[]; readonly readFile: ReadFile },
  report: Report,
): LoadedFile[] {
  const known = new Map<string, Draft | Problem>();
  const order: Draft[] = [];

  /** A file is the same file whatever path leads to it. */
  const open = (path: string, named = false): Draft | Problem => {
    const identity = resolve(path);
    const before = known.get(identity);
    if (before !== undefined) return before;
    const result = refuseGenerated(readFile(path));
    const opened = result.kind === "text" ? draft(path, result.text, named, report) : result;
    known.set(identity, opened);
    if (!("kind" in opened)) order.push(opened);
    return opened;
  };

  for (const file of files) {
    const opened = open(normalize(file), true);
    if (!("kind" in opened)) continue;
    const [code, message] = describe(file, opened);
    report({ severity: "error", code, message });
  }
  // `order` grows while this loop walks it.
  for (const including of order) {
    for (const statement of including.syntax.includes) {
      const prefix = basename(statement.text, ".thrift");
      const found = openInclude(including.file, statement, includePath, open);
      if (!("code" in found)) {
        including.includes.push({ statement, prefix, target: found });
      } else if (found.code === "missing-file") {
        including.includes.push({ statement, prefix, target: undefined, missing: found });
      } else {
        report(found);
        including.includes.push({ statement, prefix, target: undefined });
      }
    }
  }
  for (const { from, include, path } of findIncludeCycles(order)) {
    report({
      severity: "error",
      code: "include-cycle",
      message: `${from.file} includes itself: ${path.map(({ file }) => file).join(" -> ")}`,
      span: include.statement.span,
      hint: "move what both need into a third file",
    });
    from.includes.splice(from.includes.indexOf(include), 1, { ...include, target: undefined });
  }
  return order;
}

interface Draft extends LoadedFile {
  readonly includes: LoadedIncludeOf[];
}

interface LoadedIncludeOf extends LoadedInclude {
  readonly target: Draft | undefined;
}

/** What `weave` has made of a file says what is understood here anyway. */
function refuseGenerated(result: ReadResult): ReadResult {
  if (result.kind !== "text" || !isGenerated(result.text)) return result;
  return { kind: "unreadable", reason: "it is woven already; name the file that its first line does" };
}

type Problem = Exclude<ReadResult, { kind: "text" }>;

function draft(file: string, text: string, named: boolean, report: Report): Draft {
  return { named, file, text, syntax: parse(file, text, report), includes: [] };
}

/** Next to the including file first, then in each folder of the search path; the first one that exists counts. */
function openInclude(
  from: string,
  { text, span }: Name,
  includePath: readonly string[],
  open: (path: string) => Draft | Problem,
): Draft | Diagnostic<Code> {
  const candidates = isAbsolute(text)
    ? [normalize(text)]
    : [dirname(from), ...includePath].map((folder) => join(folder, text));
  let problem: Problem = { kind: "missing" };
  for (const path of candidates) {
    const opened = open(path);
    if (!("kind" in opened)) return opened;
    if (opened.kind === "unreadable") problem = opened;
  }
  const [code, message] = describe(text, problem);
  const searched = candidates.map((path) => dirname(path)).join(", ");
  const hint = problem.kind === "missing" ? `looked in ${searched}; -I adds a folder to search` : undefined;
  return { severity: "error", code, message, span, hint };
}

function describe(file: string, problem: Problem): [code: Code, message: string] {
  if (problem.kind === "missing") return ["missing-file", `${file} does not exist`];
  return ["unreadable-file", `cannot read ${file}: ${problem.reason}`];
}

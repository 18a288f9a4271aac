/** The front half of the generator: load -> parse -> resolve -> check. `load` parses, as includes must be found. */
import { check } from "./check/check.js";
import { sortDiagnostics } from "./diagnostics/sort.js";
import type { Report } from "./diagnostics/report.js";
import { load, type LoadedFile } from "./load/load.js";
import { type ReadFile, readFromDisk } from "./load/read-file.js";
import type { Diagnostic, I64, Program, Sources } from "./model.js";
import { resolve, type ResolveOptions } from "./resolve/resolve.js";

export interface Analysis {
  /** Whole only when `diagnostics` holds no error; else what could be resolved. */
  readonly program: Program;
  readonly sources: Sources;
  /** By file and position. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface AnalyseOptions {
  /** Folders to search for includes, after the including file's own. */
  readonly includePath: readonly string[];
  /** The functions that services become, by the service's name; the others are as the IDL says. */
  readonly functions?: ReadonlyMap<string, string>;
  /** Sends negative field IDs as they are written, as `thrift --allow-neg-keys` does. Else they are numbered anew. */
  readonly allowNegativeIds?: boolean;
  /** What an i64 is in TypeScript where no annotation says it; a bigint if absent. */
  readonly i64?: I64;
  /** Reads from elsewhere than the file system; undefined for a file that does not exist. */
  readonly readFile?: (path: string) => string | undefined;
}

/** Analyses .thrift files and all they include. A mistake of the user's becomes a diagnostic and is never thrown. */
export function analyse(files: readonly string[], options: AnalyseOptions): Analysis {
  const { includePath, functions = new Map(), allowNegativeIds = false, i64 = "bigint", readFile } = options;
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const reader = readFile === undefined ? readFromDisk : fromFunction(readFile);

  const loaded = load(files, { includePath, readFile: reader }, report);
  const sources = new Map(loaded.map(({ file, text }) => [file, text]));
  const program = resolveAndCheck(loaded, { functions, allowNegativeIds, i64 }, report);
  return { program, sources, diagnostics: sortDiagnostics(diagnostics, sources) };
}

/** Chains of declarations are followed by recursion; one of many thousands exhausts the stack, and is no IDL anybody means. */
function resolveAndCheck(loaded: readonly LoadedFile[], options: ResolveOptions, report: Report): Program {
  try {
    const program = resolve(loaded, options, report);
    check(program, report);
    return program;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report({
      severity: "error",
      code: "too-deep",
      message: "a chain of declarations that refer to each other is too long",
    });
    return { modules: [] };
  }
}

function fromFunction(readFile: (path: string) => string | undefined): ReadFile {
  return (path) => {
    const text = readFile(path);
    return text === undefined ? { kind: "missing" } : { kind: "text", text };
  };
}

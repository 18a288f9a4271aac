/** The names of one file: what it declares, and the files it includes. */
import type { LoadedFile } from "../load/load.js";
import type { ConstDeclaration, Module, ServiceDeclaration, TypeDeclaration } from "../model.js";
import { baseName } from "./name-modules.js";
import type { ConstSyntax } from "../parse/syntax.js";

/** A part of the model while it is being made. */
export type Building<T> = {
  -readonly [K in keyof T]: T[K] extends readonly (infer Element)[] ? Element[] : T[K];
};

/** A constant's declaration, undefined when it is faulty, and what it was written as. */
export interface Constant {
  readonly scope: Scope;
  readonly syntax: ConstSyntax;
  readonly declaration: () => ConstDeclaration | undefined;
}

/** Declarations are made when first asked for; a faulty one is undefined and has been reported. */
export interface Scope {
  readonly source: LoadedFile;
  readonly module: Building<Module>;
  /** By prefix: files of one name in several folders share theirs. Undefined for a file that could not be loaded. */
  readonly includes: Map<string, (Scope | undefined)[]>;
  readonly types: Map<string, () => TypeDeclaration | undefined>;
  readonly constants: Map<string, Constant>;
  readonly services: Map<string, () => ServiceDeclaration | undefined>;
  /** The prefixes of missing files under which a name was looked for. */
  readonly missed: Set<string>;
  /** How many unknown names were reported here. */
  unknownNames: number;
}

/** One scope per file, with its includes but nothing declared yet. */
export function openScopes(files: readonly LoadedFile[]): Scope[] {
  const scopes = new Map(files.map((source) => [source, emptyScope(source)]));
  for (const scope of scopes.values()) {
    for (const { prefix, target } of scope.source.includes) {
      const included = target === undefined ? undefined : scopes.get(target);
      // As in Apache's compiler, the last of several declarations of one name counts.
      scope.includes.set(prefix, [included, ...(scope.includes.get(prefix) ?? [])]);
      if (included !== undefined && !scope.module.includes.includes(included.module))
        scope.module.includes.push(included.module);
    }
  }
  return [...scopes.values()];
}

function emptyScope(source: LoadedFile): Scope {
  const { file, named, syntax } = source;
  const name = baseName(file);
  const parts = { includes: [], typedefs: [], enums: [], structs: [], constants: [], services: [] };
  return {
    source,
    module: {
      name,
      namespace: name,
      namespaces: new Map(),
      file,
      named,
      doc: syntax.doc,
      cppIncludes: [...syntax.cppIncludes],
      ...parts,
    },
    includes: new Map(),
    types: new Map(),
    constants: new Map(),
    services: new Map(),
    missed: new Set(),
    unknownNames: 0,
  };
}

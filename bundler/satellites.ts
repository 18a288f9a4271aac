/**
 * What few functions need is left out of their bundles and put beside them, in files of its own: a cold start reads and
 * compiles all of a bundle, wanted or not. Such a module shares nothing with the rest but plain values and what Node.js or a
 * package keeps for the whole process: classes and variables of the runtime would be there twice.
 */

import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

/** In `runtime/observability/`, where they are imported by `import()`. */
const NAMES = ["metrics", "tracing", "tracing-setup"];

/** A package that only functions with one kind of store need, and that is as large as all the rest of a bundle. */
const PACKAGE = "ioredis";
/** Its bundle's name. */
export const PACKAGE_BUNDLE = `${PACKAGE}.cjs`;

export interface Satellites {
  readonly plugin: Plugin;
  /** The files that the bundle will ask for, to be bundled as well, by their names without `.cjs`. */
  readonly found: ReadonlyMap<string, string>;
}

export function findSatellites(): Satellites {
  const found = new Map<string, string>();
  return {
    found,
    plugin: {
      name: "satellites",
      setup(build) {
        build.onResolve({ filter: new RegExp(`^\\./(${NAMES.join("|")})\\.js$`) }, ({ path, kind, resolveDir }) => {
          if (kind !== "dynamic-import" || !/[\\/]runtime[\\/]observability$/.test(resolveDir)) return undefined;
          const name = basename(path, ".js");
          found.set(name, join(resolveDir, path));
          return { path: `./${name}.cjs`, external: true };
        });
        build.onResolve({ filter: new RegExp(`^${PACKAGE}$`) }, ({ importer }) => {
          // What the user imports of it is the user's.
          if (!/[\\/]runtime[\\/]store[\\/]redis[\\/]/.test(importer)) return undefined;
          found.set(PACKAGE, fileURLToPath(import.meta.resolve(PACKAGE)));
          return { path: `./${PACKAGE_BUNDLE}`, external: true };
        });
      },
    },
  };
}

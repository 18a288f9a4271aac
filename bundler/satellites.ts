/**
 * What few functions need is left out of their bundles and put beside them, in files of its own: a cold start reads and
 * compiles all of a bundle, wanted or not. Such a module shares nothing with the rest but plain values and what Node.js or a
 * package keeps for the whole process: classes and variables of the runtime would be there twice.
 */

import { basename, join } from "node:path";
import type { Plugin } from "esbuild";

/** In `runtime/observability/`, where they are imported by `import()`. */
const NAMES = ["metrics", "tracing", "tracing-setup"];

export interface Satellites {
  readonly plugin: Plugin;
  /** The files that the bundle will ask for, to be bundled as well. */
  readonly found: ReadonlySet<string>;
}

export function findSatellites(): Satellites {
  const found = new Set<string>();
  return {
    found,
    plugin: {
      name: "satellites",
      setup(build) {
        build.onResolve({ filter: new RegExp(`^\\./(${NAMES.join("|")})\\.js$`) }, ({ path, kind, resolveDir }) => {
          if (kind !== "dynamic-import" || !/[\\/]runtime[\\/]observability$/.test(resolveDir)) return undefined;
          found.add(join(resolveDir, path));
          return { path: `./${basename(path, ".js")}.cjs`, external: true };
        });
      },
    },
  };
}

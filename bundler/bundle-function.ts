/**
 * Makes one file of a function: its handlers, the generated code, the runtime and all packages. A cold start then reads one
 * file instead of looking through node_modules; what few functions need lies beside it (satellites.ts). Types are not checked: that is the editor's and the build's business.
 */

import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import type { BuildFailure, BuildOptions, Plugin } from "esbuild";
import { BundleError } from "./bundle-error.js";
import { findSatellites } from "./satellites.js";
import { readScripts } from "../runtime/store/redis/script-files.js";
import { ioredis } from "./ioredis.js";
import { lazyBuiltins } from "./lazy-builtins.js";

export interface BundleOptions {
  /** The function's folder, with its function.ts. */
  readonly folder: string;
  /** Where the bundle goes; its folder is made. */
  readonly outfile: string;
  /** What the bundle does when it is loaded: an entry of `entries.ts`. */
  readonly entry: string;
  /** Packages that stay outside, and have to be installed where the bundle runs. */
  readonly external?: readonly string[];
  /** For bundles that stay on this machine: LMDB, which cannot be in a bundle, is found in this package. */
  readonly isLocal?: boolean;
}

/**
 * Written as CommonJS, which V8 can load from a code cache and OpenFaaS' own Node templates take.
 * @returns warnings, ready to print
 * @throws BundleError with the compiler's own message, file:line:col and caret included
 */
export async function bundleFunction(options: BundleOptions): Promise<string[]> {
  const { folder, outfile, entry, external = [], isLocal = false } = options;
  // Only loaded when something is built: the rest of the command line must not wait for it.
  const { build, formatMessages } = await import("esbuild");
  const satellites = findSatellites();
  const common = {
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    sourcemap: true,
    // Half as much to read; names stay, so that stacks can be understood without the map.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    // Code that comes from a code cache cannot do it; in its place stands a `require`, which takes modules of both kinds.
    supported: { "dynamic-import": false },
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
    define: {
      "import.meta.url": "importMetaUrl",
      "import.meta.dirname": "__dirname",
      "import.meta.filename": "__filename",
      THRIFT_FAAS_SCRIPTS: JSON.stringify(readScripts()),
    },
    external: [...external],
    write: false,
    logLevel: "silent",
  } as const satisfies BuildOptions;
  try {
    const main = await build({
      ...common,
      stdin: { contents: entry, resolveDir: resolve(folder), sourcefile: "entry.ts", loader: "ts" },
      outfile,
      plugins: [besideTheFunction(resolve(folder)), outside("lmdb", isLocal), satellites.plugin, lazyBuiltins],
    });
    const beside = await build({
      ...common,
      entryPoints: Object.fromEntries(satellites.found),
      outdir: dirname(outfile),
      outExtension: { ".js": ".cjs" },
      plugins: [ioredis, lazyBuiltins],
    });
    await mkdir(dirname(outfile), { recursive: true });
    for (const { path, contents } of [...main.outputFiles, ...beside.outputFiles]) await writeFile(path, contents);
    return await formatMessages(main.warnings, { kind: "warning" });
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    throw new BundleError(explain(await formatMessages(error.errors, { kind: "error" })));
  }
}

/**
 * In an image's build context there is nothing but the function's folder, and what its files import from two folders up lies
 * in it: faas-cli's `configuration.copy` has put it there.
 */
function besideTheFunction(folder: string): Plugin {
  return {
    name: "beside-the-function",
    setup(build) {
      build.onResolve({ filter: /^\.\.\// }, async ({ path, importer, kind, resolveDir }) => {
        const [, first = "", rest = ""] =
          /^\.\.\/\.\.\/([^./][^/]*)(.*)/.exec(relative(folder, resolve(resolveDir, path))) ?? [];
        if (first === "" || !existsSync(join(folder, first))) return undefined;
        return build.resolve(`./${first}${rest}`, { importer, kind, resolveDir: folder });
      });
    },
  };
}

/** Native code cannot be in a bundle. */
function outside(name: string, isLocal: boolean): Plugin {
  const path = isLocal ? createRequire(import.meta.url).resolve(name) : name;
  return {
    name: "outside",
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path, external: true }));
    },
  };
}

function explain(messages: readonly string[]): string {
  const text = messages.join("").trim();
  if (text.includes('for ".node" files'))
    return `${text}\nNative code cannot be bundled: leave its package out with --external <package>, and install it where the bundle runs.`;
  return text.includes("Top-level await")
    ? `${text}\nWait for it in \`init\` instead: a module that exports \`async function init()\` in place of \`handler\` may await what it likes.`
    : text;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

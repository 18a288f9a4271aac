/**
 * A step of the build: puts the command line into few files, one for each command and what commands share. Node.js takes
 * longer to find and link a hundred small modules than to generate code from most .thrift files.
 */

import { readFile, readdir, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const DIST = fileURLToPath(new URL("..", import.meta.url));
const OUT = join(DIST, "bin");

/** What `gen` needs of them is small; the other packages stay where they are, and are loaded when they are wanted. */
const BUNDLED = ["@creditkarma/thrift-parser", "commander", "handlebars/runtime.js"];

for (const name of await readdir(OUT)) if (/-\w{8}\.js$/.test(name)) await rm(join(OUT, name));

await build({
  entryPoints: [join(OUT, "thrift-faas.js")],
  outdir: OUT,
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  chunkNames: "[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "warning",
  // What is written as CommonJS asks for Node.js' own modules in this way.
  banner: {
    js: 'import { createRequire as requireFor } from "node:module"; const placeOfBundle = import.meta.url, require = requireFor(placeOfBundle);',
  },
  define: { "import.meta.url": "placeOfModule" },
  plugins: [packagesOutside(), placesKept()],
});

function packagesOutside(): Plugin {
  return {
    name: "packages-outside",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
        if (kind === "entry-point" || importer.includes("/node_modules/") || BUNDLED.includes(path)) return undefined;
        return { path, external: true };
      });
    },
  };
}

/** Files that a module looks for beside itself are still beside the file that it was. */
function placesKept(): Plugin {
  return {
    name: "places-kept",
    setup(build) {
      build.onLoad({ filter: /\.js$/ }, async ({ path }) => {
        if (!path.startsWith(DIST) || path.startsWith(OUT)) return undefined;
        const text = await readFile(path, "utf8");
        if (!text.includes("import.meta.url")) return undefined;
        const place = relative(OUT, path).replaceAll("\\", "/");
        const prelude = `const placeOfModule = new URL(${JSON.stringify(place)}, placeOfBundle).href;\n`;
        return { contents: prelude + text, resolveDir: dirname(path) };
      });
    },
  };
}

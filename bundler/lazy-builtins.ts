/**
 * Modules of Node.js that a bundle asks for and a cold start can do without: `node:crypto` alone takes 10 ms to load. In their
 * place stand the same names, and what is behind a name is loaded when somebody looks.
 */

import { createRequire } from "node:module";
import type { Plugin } from "esbuild";

const LAZY = ["assert", "crypto", "dns", "os", "perf_hooks", "tls", "tty"];

const NAMESPACE = "lazy-builtin";

export const lazyBuiltins: Plugin = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(node:)?(${LAZY.join("|")})$`) }, ({ path, namespace }) => {
      if (namespace === NAMESPACE) return undefined;
      return { path: path.replace(/^node:/, ""), namespace: NAMESPACE };
    });
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({ contents: standIn(path) }));
  },
};

/** As a CommonJS module, which may be a function, as `assert` is. */
function standIn(name: string): string {
  const found: unknown = createRequire(import.meta.url)(`node:${name}`);
  const load = `require("node:${name}")`;
  const start = typeof found === "function" ? `(...given) => ${load}(...given)` : "{}";
  const names = Object.keys(found as object).map(
    (key) => `get ${JSON.stringify(key)}() { return ${load}[${JSON.stringify(key)}]; }`,
  );
  return `const standIn = ${start};
Object.defineProperties(standIn, Object.getOwnPropertyDescriptors({ ${names.join(", ")} }));
module.exports = standIn;
`;
}

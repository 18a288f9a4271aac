/** What of ioredis costs a cold start more than it gives is put right in a bundle. */

import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

const CLASS_END = "\nconst commands = ";

export const ioredis: Plugin = {
  name: "ioredis",
  setup(build) {
    // It puts its 500 commands onto a prototype, one after the other. V8 makes a new shape for each, copying all that came
    // before: 20 to 30 ms. An object from which something has been deleted is a dictionary to V8, which just grows; so that
    // is what the prototype is made first. Another version of the package may look different: then it starts as it does.
    build.onLoad({ filter: /[\\/]ioredis[\\/]built[\\/]utils[\\/]Commander\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(
        CLASS_END,
        `\nCommander.prototype.a = 0; delete Commander.prototype.a;${CLASS_END}`,
      ),
    }));
    // Whatever `DEBUG` says, nobody reads its diary in a function, and the package that writes it looks around for colours.
    build.onResolve({ filter: /^debug$/ }, ({ importer }) =>
      /[\\/]ioredis[\\/]built[\\/]/.test(importer) ? { path: "debug", namespace: "silent" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "silent" }, () => ({
      contents: "exports.default = () => Object.assign(() => {}, { enabled: false });",
    }));
  },
};

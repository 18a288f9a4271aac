/**
 * ioredis puts its 500 commands onto a prototype, one after the other. V8 makes a new shape for each, copying all that came
 * before: 20 to 30 ms of a cold start. An object from which something has been deleted is a dictionary to V8, which just
 * grows; so that is what the prototype is made first.
 */

import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

const CLASS_END = "\nconst commands = ";

export const ioredisCommands: Plugin = {
  name: "ioredis-commands",
  setup(build) {
    build.onLoad({ filter: /[\\/]ioredis[\\/]built[\\/]utils[\\/]Commander\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      // Another version of the package may look different: then it starts as it does.
      return {
        contents: text.replace(CLASS_END, `\nCommander.prototype.a = 0; delete Commander.prototype.a;${CLASS_END}`),
      };
    });
  },
};

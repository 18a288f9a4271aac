/** Generates the code of the runtime's own messages, which is part of the runtime and imports no package. */

import { join } from "node:path";
import { type Generated, generate } from "../../../generator/generate.js";
import { PACKAGE } from "../../support/imports.js";

/** @param dryRun finds out what would change, and changes nothing */
export function generateMessages(dryRun: boolean): Promise<Generated> {
  return generate([join(PACKAGE, "runtime/thrift_faas.thrift")], {
    out: join(PACKAGE, "runtime"),
    includePath: [],
    dryRun,
    within: (file) => `../codegen/${file}.js`,
  });
}

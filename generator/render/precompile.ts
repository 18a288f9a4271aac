/** A step of the build: makes JavaScript of the package's templates, so that no run of the generator has to. */

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import handlebars from "handlebars";
import { COMPILE_OPTIONS, PACKAGED, PRECOMPILED, readTemplates } from "./templates.js";

/** The package's types hide that it is text. */
const precompile = (text: string): string => handlebars.precompile(text, COMPILE_OPTIONS) as string;

const templates = [...readTemplates(PACKAGED)].map(
  ([name, { text }]) => `  ${JSON.stringify(name)}: ${precompile(text)},\n`,
);
const file = fileURLToPath(PRECOMPILED);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `export default {\n${templates.join("")}};\n`);

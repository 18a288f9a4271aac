/** Each file gets a folder of its own under `gen/`, called as the file where that is possible. */
import { baseName } from "../../resolve/name-modules.js";
import { errorAt, type Rule, warningAt } from "../rule.js";

/** The other folders of `gen/`. */
const TAKEN: ReadonlyMap<string, string> = new Map([
  ["functions", "the handlers"],
  ["template", "the image's template"],
  ["build", "what faas-cli prepares, which it does not copy"],
]);

export const moduleNameClashes: Rule = ({ modules }, report) => {
  for (const { name, file } of modules.filter((module) => module.name !== baseName(module.file))) {
    const message = `${file} is generated into the folder ${name}/, for another file takes ${baseName(file)}/`;
    report(warningAt(startOf(file), "module-name-clash", message, { hint: "rename one of the files" }));
  }
  for (const { name, file } of modules) {
    const holds = TAKEN.get(name.toLowerCase());
    if (holds === undefined) continue;
    const message = `${file} would be generated into ${name}/, the folder of ${holds}`;
    report(errorAt(startOf(file), "reserved-module-name", message, { hint: "rename the file" }));
  }
};

/** A file has no name to point at but its first character. */
function startOf(file: string) {
  return { span: { file, start: 0, end: 0 } };
}

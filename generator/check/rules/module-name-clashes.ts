/** Each file gets a folder of its own under `gen/`, called as the file. */
import { errorAt, repeated, type Rule } from "../rule.js";

/** The other folders of `gen/`. */
const TAKEN: ReadonlyMap<string, string> = new Map([
  ["functions", "the handlers"],
  ["template", "the image's template"],
  ["build", "what faas-cli prepares, which it does not copy"],
]);

export const moduleNameClashes: Rule = ({ modules }, report) => {
  // Some file systems do not tell `Shared` from `shared`.
  for (const [{ name, file }, first] of repeated(modules, (module) => module.name.toLowerCase())) {
    const message = `${first.file} and ${file} would both be generated into the folder ${name}/`;
    report(errorAt(startOf(file), "module-name-clash", message, { hint: "rename one of the files" }));
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

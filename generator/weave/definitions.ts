/** The runtime's part of a woven IDL: what runtime/thrift_faas.thrift defines. */

import { readFileSync } from "node:fs";

/** From dist/generator/weave/ to the package's folder, in the repository and when installed. */
const FILE = new URL("../../../runtime/thrift_faas.thrift", import.meta.url);

const NAMESPACE = /^namespace .*\n+/m;

export const RUNTIME_FILE = "thrift_faas.thrift";

/** A file of its own. */
export function runtimeFile(): string {
  const text = readFileSync(FILE, "utf8");
  return text.slice(text.search(NAMESPACE));
}

/** The definitions alone, to stand among others. */
export function runtimeDefinitions(): string {
  return runtimeFile().replace(NAMESPACE, "").trimEnd();
}

/** The names that they take. */
export function runtimeNames(): ReadonlySet<string> {
  return new Set([...runtimeFile().matchAll(/^(?:struct|service) (\w+)/gm)].map(([, name = ""]) => name));
}

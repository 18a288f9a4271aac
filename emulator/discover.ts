import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DevError } from "./dev-error.js";

export interface FunctionSource {
  /** The folder's name, and the name the gateway knows the function by. */
  readonly name: string;
  /** Path of its index.ts. */
  readonly entry: string;
}

/**
 * Finds the functions among generated code: each folder of `<genDir>/functions` with an index.ts, by name.
 * @throws DevError if there are none
 */
export async function discoverFunctions(genDir: string): Promise<FunctionSource[]> {
  const folder = join(genDir, "functions");
  let names: string[];
  try {
    names = await readdir(folder);
  } catch {
    throw new DevError(`There is no folder ${folder}. Generate it first: thrift-faas gen <file>.thrift -o ${genDir}`);
  }
  const sources: FunctionSource[] = [];
  for (const name of names.toSorted()) {
    const entry = join(folder, name, "index.ts");
    const exists = await access(entry).then(
      () => true,
      () => false,
    );
    if (exists) sources.push({ name, entry });
  }
  if (sources.length === 0)
    throw new DevError(
      `There are no functions in ${folder}: no folder there has an index.ts. Does the IDL have a service?`,
    );
  return sources;
}

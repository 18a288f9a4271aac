import { readFile } from "node:fs/promises";

/** Where OpenFaaS puts a function's secrets, one file each. */
const FOLDER = "/var/openfaas/secrets";

/** A secret by its name, without the newline that editors leave at its end; undefined if the function has none. */
export async function readSecret(name: string, folder = FOLDER): Promise<string | undefined> {
  try {
    return (await readFile(`${folder}/${name}`, "utf8")).trimEnd();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

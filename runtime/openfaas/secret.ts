import { readFileSync } from "node:fs";

/** Where OpenFaaS puts a function's secrets, one file each. */
const FOLDER = "/var/openfaas/secrets";

/**
 * A secret by its name, without the newline that editors leave at its end; undefined if the function has none. Read at once:
 * the part of Node.js that waits for files takes longer to load.
 */
export async function readSecret(name: string, folder = FOLDER): Promise<string | undefined> {
  try {
    return readFileSync(`${folder}/${name}`, "utf8").trimEnd();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

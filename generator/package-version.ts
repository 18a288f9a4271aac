import { readFileSync } from "node:fs";

/** The version of this package. */
export function packageVersion(): string {
  // From dist/generator/ to the package's folder.
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return String(version);
}

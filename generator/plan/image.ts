/** The files of `template/thrift-faas/`: faas-cli builds a function's image from them and from the function's folder. */

import { packageVersion } from "../package-version.js";
import type { PlannedFile, Templates } from "./planned-file.js";

const NAMES = {
  "template.yml": "template.yml",
  Dockerfile: "Dockerfile",
  ".dockerignore": "dockerignore",
  "package.json": "package.json",
} as const satisfies Readonly<Record<string, keyof Templates>>;

export function imageFiles(): readonly PlannedFile[] {
  const view = { version: packageVersion() };
  return Object.entries(NAMES).map(([name, template]) => ({
    path: `template/thrift-faas/${name}`,
    owner: "user",
    expects: [],
    template,
    view,
  }));
}

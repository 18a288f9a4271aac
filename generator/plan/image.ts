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
  const version = packageVersion();
  const pinned = {
    word: version,
    note: `images are built with another version than ${version}, which has generated this; change it there`,
  };
  return Object.entries(NAMES).map(([name, template]) => ({
    path: `template/thrift-faas/${name}`,
    owner: "user",
    expects: name === "package.json" ? [pinned] : [],
    template,
    view: { version },
  }));
}

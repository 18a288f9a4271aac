/** Reads what is under deploy/ as data: Kubernetes manifests, and YAML that is none. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments, parseDocument } from "yaml";
import { PACKAGE } from "../support/imports.js";

/** JSON, as YAML is here. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface Manifest {
  /** Relative to the package's root. */
  readonly path: string;
  readonly kind: string;
  readonly name: string;
  readonly document: Json;
}

/** The folders whose files are given to `kubectl apply`, and what is applied together. */
export const APPLIED = ["deploy/redis", "deploy/redis-cluster"] as const;

/** @throws Error where a file is no YAML, or names a key twice */
export function readManifests(folder: string): Manifest[] {
  const files = readdirSync(join(PACKAGE, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".yaml") && !file.endsWith("values.yaml"))
    .sort()
    .flatMap((file) => {
      const path = join(folder, file);
      return parseAllDocuments(read(path)).map((parsed) => {
        if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors.map(String).join("; ")}`);
        const document = parsed.toJS() as Json;
        return { path, kind: text(document, "kind"), name: text(document, "metadata", "name"), document };
      });
    });
}

export function readYaml(path: string): Json {
  const parsed = parseDocument(read(path));
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors.map(String).join("; ")}`);
  return parsed.toJS() as Json;
}

/** A file of the package. */
export function read(path: string): string {
  return readFileSync(join(PACKAGE, path), "utf8");
}

/** A file in a ConfigMap. */
export function fileOf(configMap: string, file: string): string {
  for (const { kind, name, document } of APPLIED.flatMap(readManifests)) {
    if (kind === "ConfigMap" && name === configMap) return text(document, "data", file);
  }
  throw new Error(`No ConfigMap ${configMap}`);
}

/** What is found by going down these names; undefined if it is not there. */
export function at(document: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (found, name) =>
      typeof found === "object" && found !== null
        ? Object.entries(found).find(([key]) => key === String(name))?.[1]
        : undefined,
    document,
  );
}

/** @throws Error if there is no text */
export function text(document: Json | undefined, ...path: readonly (string | number)[]): string {
  const found = at(document, ...path);
  if (typeof found !== "string") throw new Error(`${path.join(".")} is no text but ${JSON.stringify(found)}`);
  return found;
}

/** Every value with this name, however deep it is. */
export function all(document: Json | undefined, name: string): Json[] {
  if (typeof document !== "object" || document === null) return [];
  return Object.entries(document).flatMap(([key, value]) => [...(key === name ? [value] : []), ...all(value, name)]);
}

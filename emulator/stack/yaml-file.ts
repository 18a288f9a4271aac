/** A YAML file as faas-cli reads it, checked against a schema, with the places of everything in it. */

import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from "yaml";
import type { z } from "zod";
import { didYouMean } from "../../generator/diagnostics/suggest.js";
import { substitute } from "./substitute.js";

export type Path = readonly (string | number)[];

/** Something to put right or to think about, with its place: `stack.yaml:3:5: what it is, what to do`. */
export interface Finding {
  readonly kind: "error" | "warning";
  readonly text: string;
}

export class YamlFile {
  readonly findings: Finding[] = [];
  readonly #name: string;
  readonly #lines = new LineCounter();
  readonly #document: Document;
  readonly #origin: (offset: number) => number;

  /**
   * @param name as it is shown
   * @param env values for `${VAR}`; without them it stays as it is
   */
  constructor(name: string, source: string, env?: NodeJS.ProcessEnv) {
    this.#name = name;
    this.#lines.addNewLine(0);
    for (let at = source.indexOf("\n"); at >= 0; at = source.indexOf("\n", at + 1)) this.#lines.addNewLine(at + 1);
    const { text, origin, expressionAt, problems } = substitute(source, env);
    this.#origin = origin;
    for (const { offset, message } of problems) this.#report("error", offset, message);
    // Without types: faas-cli makes text of what is to be text, however it looks.
    this.#document = parseDocument(text, { schema: "failsafe", merge: true, prettyErrors: false });
    for (const { pos, message } of this.#document.errors) {
      const expression = expressionAt(pos[0]);
      const hint = expression === undefined ? "" : ` with what ${expression} stands for; quote it`;
      this.#report("error", origin(pos[0]), message + hint);
    }
    visit(this.#document, {
      Alias: (_, alias) => {
        if (alias.resolve(this.#document) === undefined)
          this.#report(
            "error",
            origin(alias.range?.[0] ?? 0),
            `*${alias.source} stands for nothing: there is no &${alias.source} above`,
          );
      },
    });
  }

  /** What the file says; undefined, and findings, if it is not what the schema says. `x-...` at its top are no keys of it. */
  read<Schema extends z.ZodType>(schema: Schema): z.infer<Schema> | undefined {
    if (this.findings.length > 0) return undefined;
    const whole: unknown = this.#document.toJS() ?? {};
    const value = isRecord(whole)
      ? Object.fromEntries(Object.entries(whole).filter(([key]) => !key.startsWith("x-")))
      : whole;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) this.#explain(issue, schema);
    return undefined;
  }

  /** At the value of a path, or at the nearest thing above it that is there. */
  error(path: Path, message: string): void {
    this.#reportAt("error", path, message);
  }

  warn(path: Path, message: string): void {
    this.#reportAt("warning", path, message);
  }

  #explain(issue: z.core.$ZodIssue, schema: z.ZodType): void {
    const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
    const name = path.join(".");
    const { kind } = this.#find(path);
    if (issue.code === "unrecognized_keys")
      for (const key of issue.keys) {
        const where = name === "" ? "" : ` in ${name}`;
        const hint =
          didYouMean(key, knownKeys(schema, path)) ??
          "remove it (only x-... at the top of the file is passed over on purpose)";
        this.#reportAt("error", [...path, key], `unknown key "${key}"${where}, which faas-cli ignores; ${hint}`, "key");
      }
    else if (kind === undefined) this.error(path, `${name} is missing; add it`);
    else if (issue.code === "invalid_type")
      this.error(path, `${name} is ${kind}; it has to be ${expected(issue.expected)}`);
    else if (issue.code === "invalid_value") this.error(path, `${name} has to be ${issue.values.join(" or ")}`);
    else this.error(path, `${name}: ${issue.message}`);
  }

  #reportAt(kind: Finding["kind"], path: Path, message: string, pointAt?: "key"): void {
    this.#report(kind, this.#origin(this.#find(path, pointAt).offset), message);
  }

  #report(kind: Finding["kind"], offset: number, message: string): void {
    const { line, col } = this.#lines.linePos(offset);
    this.findings.push({ kind, text: `${this.#name}:${line}:${col}: ${message}` });
  }

  /** Follows a path through aliases and merged maps. `kind` is undefined if it leads nowhere. */
  #find(path: Path, pointAt?: "key"): { offset: number; kind: string | undefined } {
    let node: unknown = this.#resolve(this.#document.contents);
    let offset = 0;
    for (const [depth, part] of path.entries()) {
      const child = this.#child(node, part);
      if (child === undefined) return { offset, kind: undefined };
      node = this.#resolve(child.value);
      // A text is pointed at itself, anything larger at its key.
      const itself = pointAt !== "key" && depth === path.length - 1 && isScalar(node) && node.source !== "";
      const place = itself ? child.value : (child.key ?? child.value);
      if (isNode(place)) offset = place.range?.[0] ?? offset;
    }
    return { offset, kind: describe(node) };
  }

  #child(node: unknown, part: string | number): { key?: unknown; value: unknown } | undefined {
    if (isSeq(node))
      return typeof part === "number" && part < node.items.length ? { value: node.items[part] } : undefined;
    if (!isMap(node)) return undefined;
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === String(part));
    if (pair !== undefined) return pair;
    for (const { key, value } of node.items) {
      if (!isScalar(key) || key.source !== "<<") continue;
      const merged = this.#resolve(value);
      for (const source of isSeq(merged) ? merged.items : [merged]) {
        const found = this.#child(this.#resolve(source), part);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  #resolve(node: unknown): Node | undefined {
    if (isAlias(node)) return node.resolve(this.#document);
    return isNode(node) ? node : undefined;
  }
}

function describe(node: unknown): string {
  if (isMap(node)) return "a map";
  if (isSeq(node)) return "a list";
  return isScalar(node) && node.source === "" ? "empty" : "text";
}

function expected(type: string): string {
  if (type === "string") return "text";
  return type === "array" ? "a list" : "a map";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The keys that an object of the schema may have, for suggestions. */
function knownKeys(schema: unknown, path: Path): string[] {
  if (!isRecord(schema) || !isRecord(schema["def"])) return [];
  const { def } = schema as { def: Readonly<Record<string, unknown>> };
  if (def["type"] === "pipe") return knownKeys(def["out"], path);
  if (def["type"] === "optional") return knownKeys(def["innerType"], path);
  const [first, ...rest] = path;
  const shape = isRecord(def["shape"]) ? def["shape"] : undefined;
  if (first === undefined) return Object.keys(shape ?? {});
  return knownKeys(shape?.[String(first)] ?? def["valueType"] ?? def["element"], rest);
}

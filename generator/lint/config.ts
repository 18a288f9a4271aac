/** thrift-faas.yaml: which lint rules a team has switched on, and how much they count. Its mistakes are shown like an IDL's. */
import { isMap, isNode, isScalar, type Node, type Pair, parseDocument } from "yaml";
import { z } from "zod";
import { didYouMean } from "../diagnostics/suggest.js";
import type { Diagnostic, Span } from "../model.js";
import { lintRules, warnings } from "./rules.js";

export const CONFIG_FILE = "thrift-faas.yaml";

const severity = z.enum(["error", "warning", "off"]);
export type LintSeverity = z.infer<typeof severity>;

/** By code. */
export type LintConfig = ReadonlyMap<string, LintSeverity>;

const codes = [...lintRules.map(({ code }) => code), ...warnings.keys()];

const schema = z.strictObject({
  lint: z.strictObject(Object.fromEntries(codes.map((code) => [code, severity.optional()]))).nullish(),
});

/** Reports everything that is wrong; a file with mistakes switches nothing on. */
export function readLintConfig(file: string, text: string, report: (diagnostic: Diagnostic) => void): LintConfig {
  const document = parseDocument(text, { prettyErrors: false });
  const fail = (message: string, [start, end]: readonly [number, number], hint?: string): void =>
    report({ severity: "error", code: "config", message, span: { file, start, end } satisfies Span, hint });
  for (const { message, pos } of document.errors) fail(message, pos);
  if (document.errors.length > 0) return new Map();

  const value: unknown = document.toJS();
  const { success, data, error } = schema.safeParse(value ?? {});
  for (const issue of error?.issues ?? []) {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        const known = path.length === 0 ? ["lint"] : codes;
        const hint = didYouMean(key, known) ?? `known are ${known.join(", ")}`;
        fail(
          `there is no ${path.length === 0 ? "setting" : "rule"} \`${key}\``,
          rangeOf(document.contents, [...path, key], "key"),
          hint,
        );
      }
    } else {
      const what = path.length === 2 ? "error, warning or off" : "a map of rules: `lint: { missing-docs: warning }`";
      fail(
        `${path.length === 0 ? "the file" : `\`${path.join(".")}\``} has to be ${what}`,
        rangeOf(document.contents, path, "value"),
      );
    }
  }
  return new Map(
    success
      ? Object.entries(data.lint ?? {}).flatMap(([code, level]) => (level === undefined ? [] : [[code, level]]))
      : [],
  );
}

/** The offsets of what a path leads to, or of its key. */
function rangeOf(contents: Node | null, path: readonly string[], what: "key" | "value"): readonly [number, number] {
  let node: unknown = contents;
  let range: readonly [number, number] = [0, 0];
  for (const [depth, key] of path.entries()) {
    if (!isMap(node)) return range;
    const pair: Pair | undefined = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (pair === undefined) return range;
    const shown = depth === path.length - 1 && what === "value" && isNode(pair.value) ? pair.value : pair.key;
    if (isNode(shown) && shown.range) range = [shown.range[0], shown.range[1]];
    node = pair.value;
  }
  return range;
}

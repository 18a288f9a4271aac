/** Doc comments of the IDL as TSDoc. */

import type { Annotations } from "../model.js";

/**
 * The comment with its line break, indented, ready to stand before a declaration; "" if there is nothing to say.
 * @param text lines joined by "\n"
 */
export function docComment(text: string | undefined, indent = ""): string {
  const lines = (text ?? "").trim().split("\n").map(escaped);
  if (lines.length > 1) return [`/**`, ...lines.map(starred), ` */`].map((line) => `${indent}${line}\n`).join("");
  return lines[0] === "" ? "" : `${indent}/** ${lines[0]} */\n`;
}

/**
 * The comment of something the user declared; its annotation `deprecated`, with the reason if it has one, is a tag.
 * @param tags what else is said of it, a block tag each
 */
export function docOf(
  { doc, annotations }: { readonly doc?: string | undefined; readonly annotations: Annotations },
  indent = "",
  tags: readonly string[] = [],
): string {
  const all = [...tags, ...deprecation(annotations.get("deprecated")?.value)];
  return docComment(all.length === 0 ? doc : joinDocs(doc, all.join("\n")), indent);
}

function deprecation(value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  // An annotation without a value has "1".
  return [value === "1" ? "@deprecated" : `@deprecated ${value}`];
}

/** Two pieces of documentation as one. */
export function joinDocs(first: string | undefined, second: string): string {
  if (first === undefined || first.trim() === "") return second;
  return `${first.trim()}\n\n${second}`;
}

function escaped(line: string): string {
  return line.trimEnd().replaceAll("*/", "*\\/");
}

function starred(line: string): string {
  return line === "" ? " *" : ` * ${line}`;
}

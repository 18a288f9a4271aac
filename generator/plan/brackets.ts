/** The layout of literals: on one line where that is readable. */

const LONGEST_LINE = 90;

/** `[1, 2, 3]`, or one element per line with a comma after each. `open` and `close` may end and begin with a space. */
export function brackets(open: string, elements: readonly string[], close: string): string {
  if (elements.length === 0) return `${open.trim()}${close.trim()}`;
  const line = `${open}${elements.join(", ")}${close}`;
  if (line.length <= LONGEST_LINE && !line.includes("\n")) return line;
  const lines = elements.map((element) => `  ${element.replaceAll("\n", "\n  ")},\n`);
  return `${open.trim()}\n${lines.join("")}${close.trim()}`;
}

/** A string literal: it ends on its own line, and knows the escapes \r \n \t \" \' \\ and no others. */
import type { Report } from "../diagnostics/report.js";

const escapes = new Map([
  ["r", "\r"],
  ["n", "\n"],
  ["t", "\t"],
  ['"', '"'],
  ["'", "'"],
  ["\\", "\\"],
]);

/** Reads the literal whose opening quote stands at `start`. A mistake is reported; the value is then the best guess. */
export function lexString(file: string, text: string, start: number, report: Report): { value: string; end: number } {
  const quote = text[start];
  let value = "";
  let at = start + 1;
  for (;;) {
    const character = text[at];
    if (character === undefined || character === "\n" || (character === "\r" && text[at + 1] === "\n")) {
      report({
        severity: "error",
        code: "unterminated-string",
        message: "this string does not end on its line",
        span: { file, start, end: at },
        hint: `close it with ${quote === "'" ? "`'`" : '`"`'}; write \`\\n\` for a line break`,
      });
      return { value, end: at };
    }
    if (character === quote) return { value, end: at + 1 };
    if (character !== "\\") {
      value += character;
      at++;
      continue;
    }
    const escaped = /^./su.exec(text.slice(at + 1, at + 3))?.[0] ?? "";
    const decoded = escapes.get(escaped);
    if (decoded === undefined && !["", "\r", "\n"].includes(escaped)) {
      report({
        severity: "error",
        code: "bad-escape",
        message: `\`\\${escaped}\` is not an escape sequence`,
        span: { file, start: at, end: at + 1 + escaped.length },
        hint: "Thrift knows \\r \\n \\t \\\" \\' \\\\; write other characters as they are, in UTF-8",
      });
    }
    value += decoded ?? "\\";
    at += decoded === undefined ? 1 : 2;
  }
}

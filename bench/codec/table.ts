/** The results as text. */

import { MESSAGE_NAMES } from "./messages.js";
import type { Measured, Results } from "./results.js";

export function table(results: Results): string {
  const rows = [
    ["times as fast as Apache binary", ...MESSAGE_NAMES.map((name) => name)],
    ["encode / decode, size in bytes", ...MESSAGE_NAMES.map(() => "")],
    ...rowsOf(
      results,
      ({ encode, decode, size }) => `${short(encode)} / ${short(decode)}  ${String(size).padStart(5)}`,
    ),
    [],
    ["bytes allocated, encode / decode", ...MESSAGE_NAMES.map(() => "")],
    ...rowsOf(results, ({ encodeMemory, decodeMemory }) => `${Math.round(encodeMemory)} / ${Math.round(decodeMemory)}`),
  ];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join("   ")
      .trimEnd(),
  );
  return lines.join("\n");
}

function rowsOf(results: Results, cell: (measured: Measured) => string): string[][] {
  return [...results].map(([name, byMessage]) => [name, ...MESSAGE_NAMES.map((message) => cell(byMessage[message]))]);
}

/** Two digits that count: 0.23, 1.5, 14. */
export function short(ratio: number): string {
  return ratio.toFixed(ratio < 0.995 ? 2 : 1);
}

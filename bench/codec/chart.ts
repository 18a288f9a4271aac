/** The results as an SVG: a panel for each message, one bar per contestant. */

import { MESSAGE_NAMES } from "./messages.js";
import type { Results } from "./results.js";
import { short } from "./table.js";

const LABEL = 180;
const BAR = 250;
const VALUE = 40;
const ROW = 16;
const HEADING = 28;
const WIDTH = LABEL + 2 * (BAR + VALUE) + 10;

export function chart(results: Results): string {
  const height = HEADING + MESSAGE_NAMES.length * (HEADING + ROW * results.size) + 10;
  const parts: string[] = [
    text(LABEL, 18, "encode: times as fast as Apache thrift, binary", "heading"),
    text(LABEL + BAR + VALUE, 18, "decode", "heading"),
  ];
  let y = HEADING;
  for (const message of MESSAGE_NAMES) {
    parts.push(text(10, y + 18, message, "heading"));
    y += HEADING;
    const most = (direction: "encode" | "decode"): number =>
      Math.max(...[...results.values()].map((byMessage) => byMessage[message][direction]));
    for (const [name, byMessage] of results) {
      const style = name.startsWith("thrift-faas") ? "ours" : "theirs";
      parts.push(text(LABEL - 6, y + 11, name, "name"));
      for (const [column, direction] of (["encode", "decode"] as const).entries()) {
        const value = byMessage[message][direction];
        const length = (BAR * value) / most(direction);
        const x = LABEL + column * (BAR + VALUE);
        parts.push(`<rect class="${style}" x="${x}" y="${y + 2}" width="${length.toFixed(1)}" height="${ROW - 5}"/>`);
        parts.push(text(x + length + 4, y + 11, short(value), "value"));
      }
      y += ROW;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="11">
<style>
  .heading { font-weight: bold } .name { text-anchor: end } .ours { fill: #1565c0 } .theirs { fill: #b0bec5 }
</style>
<rect width="100%" height="100%" fill="white"/>
${parts.join("\n")}
</svg>
`;
}

function text(x: number, y: number, content: string, style: string): string {
  return `<text class="${style}" x="${x.toFixed(1)}" y="${y}">${content}</text>`;
}

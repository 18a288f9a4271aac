/** Draws who called whom, in how many attempts, and which steps were taken or replayed. */

import { readFileSync } from "node:fs";
import type { DemoEvent } from "./crash-and-record.js";

type Started = Extract<DemoEvent, { event: "started" }>;

/** One line per invocation and per step of it, of everything under the roots found in the file. */
export function drawInvocationTree(eventsFile: string): string {
  const events = readFileSync(eventsFile, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as DemoEvent);
  const started = events.filter((event): event is Started => event.event === "started");
  const roots = started.filter((event) => event.caller === undefined);
  return distinct(roots)
    .flatMap((root) => draw(root, events, started, ""))
    .join("\n");
}

function draw(
  invocation: Started,
  events: readonly DemoEvent[],
  started: readonly Started[],
  indent: string,
): string[] {
  const own = events.filter((event) => event.id === invocation.id);
  const lines = [`${indent}${invocation.method}  ${invocation.id.slice(0, 8)}`];
  let attempt = 0;
  for (const event of own) {
    if (event.event === "started") attempt++;
    const text = describe(event, attempt);
    if (text !== undefined) lines.push(`${indent}   ${text}`);
  }
  const children = distinct(started.filter((event) => event.caller?.id === invocation.id));
  return [...lines, ...children.flatMap((child) => draw(child, events, started, `${indent}   `))];
}

function describe(event: DemoEvent, attempt: number): string | undefined {
  switch (event.event) {
    case "started":
      return `attempt ${attempt}`;
    case "replayed":
      return `   step ${event.step} ${event.label}: replayed from the log`;
    case "submitted":
    case "parked":
      return `   ${event.event}`;
    case "executed":
      return `   step ${event.step} ${event.label}: executed`;
    case "wrote":
      return `   wrote ${event.keys} ${event.keys === 1 ? "value" : "values"}`;
    case "committed":
      return "   committed: result, writes and callback, in one operation";
    case "adopted":
      return "   already done: answered with the recorded result";
    case "abandoned":
      return `   abandoned: ${event.reason}`;
    case "failed":
      return `   failed: ${String(event.error)}`;
    case "killed":
      return "   KILLED with -9";
    case "repeated":
    case "ended":
    case "unanswered":
    case "called-back":
      return undefined;
  }
}

function distinct(events: readonly Started[]): Started[] {
  return [...new Map(events.map((event) => [event.id, event])).values()];
}

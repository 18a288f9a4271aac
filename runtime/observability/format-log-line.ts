/**
 * A line of a function's log for people: `12:30:05.123 warn Greeter.greet message field=value (invocation 4f...)`. Any
 * other line stays as it is.
 */
export function formatLogLine(line: string): string {
  const entry = parse(line);
  if (typeof entry?.["level"] !== "string" || typeof entry["message"] !== "string") return line;
  const { time, level, message, invocation, root: _, method, attempt, trace_id: __, span_id: ___, ...fields } = entry;
  const details = Object.entries(fields).map(([name, value]) => `${name}=${toText(value)}`);
  const which = invocation === undefined ? [] : [`(invocation ${toText(invocation)}, attempt ${toText(attempt)})`];
  const who = method === undefined ? [] : [`${toText(method)}:`];
  return [toText(time).slice(11, 23), level, ...who, message, ...details, ...which].join(" ");
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

/** A stack keeps its lines: that is what it is read by. */
function toText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

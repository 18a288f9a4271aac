import type { Readable } from "node:stream";

/**
 * Gives out what a process prints, line by line. Like the watchdog it stops at a line that is too long for its buffer, and
 * reads no further: what comes after it is lost.
 * @param limit in bytes
 */
export function forwardLines(
  stream: Readable | null,
  name: string,
  limit: number,
  onLine: (line: string) => void,
): void {
  let rest: Buffer = Buffer.alloc(0);
  stream?.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0 && end < limit; end = rest.indexOf(10)) {
      onLine(rest.toString("utf8", 0, rest[end - 1] === 13 ? end - 1 : end));
      rest = rest.subarray(end + 1);
    }
    if (rest.length < limit) return;
    onLine(
      `Error scanning ${name}: a line is longer than log_buffer_size (${limit} bytes); nothing more of it is shown`,
    );
    stream.pause().removeAllListeners("data");
  });
  stream?.on("end", () => {
    if (rest.length > 0) onLine(rest.toString());
  });
}

/**
 * Loaded into every function process of the demo (`node --import`). Records what happens, one JSON line per event, and
 * kills the process with -9 at the point that was asked for: a real SIGKILL, nothing is cleaned up.
 */

import { subscribe } from "node:diagnostics_channel";
import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { INVOCATION_CHANNEL, type InvocationEvent } from "thrift-faas";

/** A crash to come, in the file `crash-<Service.Method>` of the demo's folder. */
export interface Crash {
  /** The event after which the process dies. */
  readonly event: InvocationEvent["event"];
  /** The step's label, where the event has one. */
  readonly label?: string;
  /** At which such event, counted from 1. */
  readonly count: number;
}

/** What is recorded besides the runtime's own events. */
export type DemoEvent = InvocationEvent | { readonly event: "killed"; readonly id: string; readonly attempt: number };

const folder = process.env["DEMO_FOLDER"] ?? ".";

subscribe(INVOCATION_CHANNEL, (message) => {
  const event = message as InvocationEvent;
  record(event);
  if (!takeCrash(event)) return;
  record({ event: "killed", id: event.id, attempt: event.attempt });
  process.kill(process.pid, "SIGKILL");
});

function record(event: DemoEvent): void {
  const plain = event.event === "failed" ? { ...event, error: String(event.error) } : event;
  appendFileSync(join(folder, "events.jsonl"), JSON.stringify(plain) + "\n");
}

/** A crash happens once: its file is gone before the process is. */
function takeCrash(event: InvocationEvent): boolean {
  const file = join(folder, `crash-${event.method}`);
  let crash: Crash;
  try {
    crash = JSON.parse(readFileSync(file, "utf8")) as Crash;
  } catch {
    return false;
  }
  const label = "label" in event ? event.label : undefined;
  if (crash.event !== event.event || crash.label !== label) return false;
  if (crash.count > 1) {
    writeFileSync(file, JSON.stringify({ ...crash, count: crash.count - 1 }));
    return false;
  }
  rmSync(file);
  return true;
}

import type { InvocationAbout } from "../events.js";
import { type Log, makeLog } from "./log.js";

/** A log whose lines all say which attempt of which invocation they are about. */
export function attemptLog({ id, root, method, attempt }: InvocationAbout, isSilent?: () => boolean): Log {
  return makeLog({ invocation: id, root, method, attempt }, isSilent);
}

/**
 * What a call has been answered, as an invocation's log holds it: its callee has put it there, or, of one that keeps no record,
 * the attempt that asked. Which of the two it is may change with a deployment, while an invocation is under way.
 */

import type { RecordedResult } from "../store/store.js";
import type { StepLog } from "./step-log.js";

/** What an earlier attempt was answered; undefined if nobody knows. */
export function replayAnswer(
  log: StepLog,
  step: string,
  fingerprint: string,
  label: string,
): RecordedResult | undefined {
  const delivered = log.replayCall(step, fingerprint, label);
  if (delivered !== undefined) return delivered;
  const value = log.replayInput(step, fingerprint, label)?.value;
  return value && unpack(value);
}

/** Records what was answered, like anything else that the handler sees. */
export function recordAnswer(
  log: StepLog,
  step: string,
  fingerprint: string,
  label: string,
  { kind, body }: RecordedResult,
): void {
  log.record({ step, fingerprint, label, value: Buffer.concat([Uint8Array.of(KINDS.indexOf(kind)), body]) });
}

const KINDS = ["reply", "exception"] as const;

function unpack(value: Uint8Array): RecordedResult {
  return { kind: KINDS[value[0] ?? 0] ?? "reply", body: value.subarray(1) };
}

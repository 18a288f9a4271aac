/**
 * Copies of what goes into a store and comes out of it, so that neither side can change the other's bytes. A copy holds
 * plain `Uint8Array`s of exact length with bytes of their own, whatever the original was a view of, and leaves out
 * what is undefined.
 */

import type { Intent, InvocationRecord, LogEntry, RecordedResult } from "./store.js";

export function copyBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

export function copyResult({ kind, body }: RecordedResult): RecordedResult {
  return { kind, body: copyBytes(body) };
}

export function copyIntent(intent: Intent): Intent {
  return { function: intent.function, message: copyBytes(intent.message) };
}

export function copyRecord(record: InvocationRecord): InvocationRecord {
  return {
    key: { partition: record.key.partition, id: record.key.id },
    ...(record.fingerprint !== undefined && { fingerprint: record.fingerprint }),
    expiry: record.expiry,
    ...(record.intent && { intent: copyIntent(record.intent) }),
    log: record.log.map(copyEntry),
    callbacks: new Map(
      [...record.callbacks].map(([step, callback]) => [step, { ...callback, result: copyResult(callback.result) }]),
    ),
    ...(record.parked && { parked: [...record.parked] }),
    ...(record.result && { result: copyResult(record.result) }),
  };
}

function copyEntry({ step, fingerprint, label, value }: LogEntry): LogEntry {
  return { step, fingerprint, label, ...(value && { value: copyBytes(value) }) };
}

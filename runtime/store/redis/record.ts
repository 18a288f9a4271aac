/** An invocation's record as fields of a Redis hash, and the way back. What scripts need not look into is packed. */

import { copyBytes } from "../copy.js";
import type {
  Callback,
  DeliveredCallback,
  Intent,
  InvocationKey,
  InvocationRecord,
  LogEntry,
  RecordedResult,
} from "../store.js";
import { decodeString, encodeString, pack, unpack } from "./bytes.js";

/** The fields of a hash, flat: name, value, name, value. */
export type FlatHash = readonly Buffer[];

export function packIntent({ function: name, message }: Intent): Buffer {
  return pack([encodeString(name), message]);
}

export function unpackIntent(bytes: Buffer): Intent {
  const [name, message] = unpack(bytes);
  return { function: text(name), message: own(message) };
}

export function packResult({ kind, body }: RecordedResult): Buffer {
  return pack([encodeString(kind), body]);
}

export function unpackResult(bytes: Buffer): RecordedResult {
  const [kind, body] = unpack(bytes);
  return toResult(kind, body);
}

export function packEntry({ step, fingerprint, label, value }: LogEntry): Buffer {
  return pack([step, fingerprint, label].map(encodeString).concat(value === undefined ? [] : [Buffer.from(value)]));
}

export function packCallback({ step, fingerprint, label, result }: Callback): Buffer {
  return pack([...[step, fingerprint, label, result.kind].map(encodeString), result.body]);
}

export function packSteps(steps: readonly string[]): Buffer {
  return pack(steps.map(encodeString));
}

/** @returns undefined if there are no fields: Redis has no empty hashes */
export function restoreRecord(key: InvocationKey, hash: FlatHash): InvocationRecord | undefined {
  if (hash.length === 0) return undefined;
  const fields = new Map<string, Buffer>();
  for (let i = 0; i + 1 < hash.length; i += 2) fields.set(text(hash[i]), hash[i + 1] ?? EMPTY);
  const [fingerprint, intent, parked, result] = ["fingerprint", "intent", "parked", "result"].map((name) =>
    fields.get(name),
  );
  return {
    key: { partition: key.partition, id: key.id },
    ...(fingerprint && { fingerprint: text(fingerprint) }),
    expiry: Number(text(fields.get("expiry"))),
    ...(intent && { intent: unpackIntent(intent) }),
    log: numbered(fields, "log").map(unpackEntry),
    callbacks: new Map(
      numbered(fields, "callback")
        .map(unpackCallback)
        .map((callback) => [callback.step, callback]),
    ),
    ...(parked && { parked: unpack(parked).map(text) }),
    ...(result && { result: unpackResult(result) }),
  };
}

/** The fields `name:1`, `name:2` and so on, as far as there are any. */
function numbered(fields: ReadonlyMap<string, Buffer>, name: string): Buffer[] {
  const found: Buffer[] = [];
  for (let value; (value = fields.get(`${name}:${found.length + 1}`)) !== undefined;) found.push(value);
  return found;
}

function unpackEntry(bytes: Buffer): LogEntry {
  const [step, fingerprint, label, value] = unpack(bytes);
  return { step: text(step), fingerprint: text(fingerprint), label: text(label), ...(value && { value: own(value) }) };
}

function unpackCallback(bytes: Buffer): DeliveredCallback {
  const [step, fingerprint, label, kind, body] = unpack(bytes);
  return { step: text(step), fingerprint: text(fingerprint), label: text(label), result: toResult(kind, body) };
}

function toResult(kind: Buffer | undefined, body: Buffer | undefined): RecordedResult {
  return { kind: text(kind) === "exception" ? "exception" : "reply", body: own(body) };
}

function text(bytes: Buffer = EMPTY): string {
  return decodeString(bytes);
}

/** The driver's buffers are views of what it received: whoever kept one would keep all of it. */
function own(bytes: Buffer = EMPTY): Uint8Array {
  return copyBytes(bytes);
}

const EMPTY = Buffer.alloc(0);

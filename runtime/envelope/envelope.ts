/**
 * Invocation metadata, carried inside the call: a reserved field of every args struct, so that it survives any
 * transport, and a plain Thrift peer skips it like any field it does not know.
 */

import { TType, type StructCodec } from "../protocol/protocol.js";
import { required } from "../protocol/fields.js";

/** The reserved field of every args struct: the highest field ID there is. */
export const ENVELOPE_FIELD = 32767;

export interface Envelope {
  /** The callee's invocation ID. */
  readonly id: string;
  /** The ID of the invocation that a client started. */
  readonly root: string;
  /** When the ID expires, in milliseconds since 1970 (E5); 0 while nobody has minted one: then the store does. */
  readonly expiry: bigint;
  /** From 1. Above 1, an earlier attempt may have left a record. Saves work, decides nothing. */
  readonly attempt: number;
  /** Who waits for the result; absent for a root. */
  readonly caller?: EnvelopeCaller | undefined;
  /** How long the caller still waits for the answer, in milliseconds; a span, because clocks differ. Absent: not known. */
  readonly timeoutMs?: number | undefined;
  /** True when the caller waits only until the call is durable, not until it is done. */
  readonly submit?: boolean | undefined;
  /** The span that the call was made in, as W3C Trace Context writes it; absent: there is no trace. Decides nothing. */
  readonly traceparent?: string | undefined;
}

/** Where the callback goes: a step of the caller's invocation. */
export interface EnvelopeCaller {
  readonly partition: string;
  readonly id: string;
  readonly step: string;
  /**
   * The call's, as the caller has it. The callee hands it back with the result: its own may differ, since it reads an
   * absent field as its default.
   */
  readonly fingerprint: string;
  /** Which store the caller's record is in: a callee with another one calls back by Thrift. */
  readonly store: string;
  /** The caller's function, for that. */
  readonly function: string;
  /** That the caller itself has named itself here (E8); see callback/token.ts. */
  readonly token: Uint8Array;
}

// prettier-ignore
export const EnvelopeCallerCodec: StructCodec<EnvelopeCaller> = {
  name: "EnvelopeCaller",
  read(input) {
    let partition: string | undefined;
    let id: string | undefined;
    let step: string | undefined;
    let fingerprint: string | undefined;
    let store: string | undefined;
    let functionName: string | undefined;
    let token: Uint8Array | undefined;
    input.readStructBegin();
    while (input.readFieldBegin()) {
      switch (input.fieldId) {
        case 1: input.expect(TType.STRING, "EnvelopeCaller.partition"); partition = input.readString(); break;
        case 2: input.expect(TType.STRING, "EnvelopeCaller.id"); id = input.readString(); break;
        case 3: input.expect(TType.STRING, "EnvelopeCaller.step"); step = input.readString(); break;
        case 4: input.expect(TType.STRING, "EnvelopeCaller.fingerprint"); fingerprint = input.readString(); break;
        case 5: input.expect(TType.STRING, "EnvelopeCaller.store"); store = input.readString(); break;
        case 6: input.expect(TType.STRING, "EnvelopeCaller.function"); functionName = input.readString(); break;
        case 7: input.expect(TType.STRING, "EnvelopeCaller.token"); token = input.readBinary(); break;
        default: input.skip();
      }
      input.readFieldEnd();
    }
    input.readStructEnd();
    return {
      partition: required(partition, "EnvelopeCaller.partition"),
      id: required(id, "EnvelopeCaller.id"),
      step: required(step, "EnvelopeCaller.step"),
      fingerprint: required(fingerprint, "EnvelopeCaller.fingerprint"),
      store: required(store, "EnvelopeCaller.store"),
      function: required(functionName, "EnvelopeCaller.function"),
      token: required(token, "EnvelopeCaller.token"),
    };
  },
  write(output, value) {
    output.writeStructBegin("EnvelopeCaller");
    output.writeFieldBegin("partition", TType.STRING, 1); output.writeString(value.partition); output.writeFieldEnd();
    output.writeFieldBegin("id", TType.STRING, 2); output.writeString(value.id); output.writeFieldEnd();
    output.writeFieldBegin("step", TType.STRING, 3); output.writeString(value.step); output.writeFieldEnd();
    output.writeFieldBegin("fingerprint", TType.STRING, 4); output.writeString(value.fingerprint); output.writeFieldEnd();
    output.writeFieldBegin("store", TType.STRING, 5); output.writeString(value.store); output.writeFieldEnd();
    output.writeFieldBegin("function", TType.STRING, 6); output.writeString(value.function); output.writeFieldEnd();
    output.writeFieldBegin("token", TType.STRING, 7); output.writeBinary(value.token); output.writeFieldEnd();
    output.writeStructEnd();
  },
};

// prettier-ignore
export const EnvelopeCodec: StructCodec<Envelope> = {
  name: "Envelope",
  read(input) {
    let id: string | undefined;
    let root: string | undefined;
    let expiry: bigint | undefined;
    let attempt: number | undefined;
    let caller: EnvelopeCaller | undefined;
    let timeoutMs: number | undefined;
    let submit: boolean | undefined;
    let traceparent: string | undefined;
    input.readStructBegin();
    while (input.readFieldBegin()) {
      switch (input.fieldId) {
        case 1: input.expect(TType.STRING, "Envelope.id"); id = input.readString(); break;
        case 2: input.expect(TType.STRING, "Envelope.root"); root = input.readString(); break;
        case 3: input.expect(TType.I64, "Envelope.expiry"); expiry = input.readI64(); break;
        case 4: input.expect(TType.I32, "Envelope.attempt"); attempt = input.readI32(); break;
        case 5: input.expect(TType.STRUCT, "Envelope.caller"); caller = EnvelopeCallerCodec.read(input); break;
        case 6: input.expect(TType.I32, "Envelope.timeoutMs"); timeoutMs = input.readI32(); break;
        case 7: input.expect(TType.BOOL, "Envelope.submit"); submit = input.readBool(); break;
        case 8: input.expect(TType.STRING, "Envelope.traceparent"); traceparent = input.readString(); break;
        default: input.skip();
      }
      input.readFieldEnd();
    }
    input.readStructEnd();
    return {
      id: required(id, "Envelope.id"),
      root: required(root, "Envelope.root"),
      expiry: expiry ?? 0n,
      attempt: attempt ?? 1,
      ...(caller && { caller }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(submit !== undefined && { submit }),
      ...(traceparent !== undefined && { traceparent }),
    };
  },
  write(output, value) {
    output.writeStructBegin("Envelope");
    output.writeFieldBegin("id", TType.STRING, 1); output.writeString(value.id); output.writeFieldEnd();
    output.writeFieldBegin("root", TType.STRING, 2); output.writeString(value.root); output.writeFieldEnd();
    output.writeFieldBegin("expiry", TType.I64, 3); output.writeI64(value.expiry); output.writeFieldEnd();
    output.writeFieldBegin("attempt", TType.I32, 4); output.writeI32(value.attempt); output.writeFieldEnd();
    if (value.caller !== undefined) { output.writeFieldBegin("caller", TType.STRUCT, 5); EnvelopeCallerCodec.write(output, value.caller); output.writeFieldEnd(); }
    if (value.timeoutMs !== undefined) { output.writeFieldBegin("timeoutMs", TType.I32, 6); output.writeI32(value.timeoutMs); output.writeFieldEnd(); }
    if (value.submit !== undefined) { output.writeFieldBegin("submit", TType.BOOL, 7); output.writeBool(value.submit); output.writeFieldEnd(); }
    if (value.traceparent !== undefined) { output.writeFieldBegin("traceparent", TType.STRING, 8); output.writeString(value.traceparent); output.writeFieldEnd(); }
    output.writeStructEnd();
  },
};

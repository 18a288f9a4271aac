/**
 * The methods every function has besides those of its service: how runtimes talk to each other. Their names begin with
 * `thrift_faas_`, and no IDL's method may.
 */

import type { Args, Method } from "../service/method.js";
import { type Flat, flatStruct } from "./flat-struct.js";

const CALLBACK = {
  partition: "string",
  id: "string",
  step: "string",
  fingerprint: "string",
  label: "string",
  callee: "string",
  expiry: "i64",
  token: "binary",
  kind: "string",
  body: "binary",
} as const;
/** A result for a caller with a store of its own (E8): where it belongs, who answers, and that the caller asked for it. */
export type CallbackArgs = Flat<typeof CALLBACK> & Args;

const ATTACH = { method: "string", id: "string" } as const;
/** Which invocation somebody wants the result of: the method's name and the invocation's ID. */
export type AttachArgs = Flat<typeof ATTACH> & Args;

const RECORDED = { kind: "string", body: "binary" } as const;
/** A recorded result: its kind, and the struct in the binary protocol. */
export type AttachedResult = Flat<typeof RECORDED>;

/** What a function does when it is called so. */
export interface SystemHandler {
  /** Puts a result into the log of an invocation of this function. */
  receiveCallback(args: CallbackArgs): Promise<void>;
  /** The recorded result. @throws PendingError while there is none yet */
  attach(args: AttachArgs): Promise<AttachedResult>;
}

/** `id` is that of the invocation that it is about. */
type SystemArgs = Args & { readonly id: string };

export interface SystemMethod<A extends SystemArgs = SystemArgs, Value = unknown> extends Method<A, Value> {
  invoke(handler: SystemHandler, args: A): Promise<Value>;
}

export const CallbackMethod: SystemMethod<CallbackArgs, void> = {
  name: "thrift_faas_callback",
  oneway: false,
  isVoid: true,
  args: flatStruct("thrift_faas_callback_args", CALLBACK),
  result: flatStruct("thrift_faas_callback_result", {}),
  exceptions: {},
  invoke: (handler, args) => handler.receiveCallback(args),
};

const AttachedResultCodec = flatStruct("AttachedResult", RECORDED);

export const AttachMethod: SystemMethod<AttachArgs, AttachedResult> = {
  name: "thrift_faas_attach",
  oneway: false,
  isVoid: false,
  args: flatStruct("thrift_faas_attach_args", ATTACH),
  result: {
    name: "thrift_faas_attach_result",
    read: (input) => ({ success: AttachedResultCodec.read(input) }),
    write: (output, { success }) => {
      if (success !== undefined) AttachedResultCodec.write(output, success);
    },
  },
  exceptions: {},
  invoke: (handler, args) => handler.attach(args),
};

export const SYSTEM_METHODS: ReadonlyMap<string, SystemMethod> = new Map<string, SystemMethod>([
  [CallbackMethod.name, CallbackMethod],
  [AttachMethod.name, AttachMethod],
]);

/**
 * The methods every function has besides those of its service: how runtimes talk to each other. They are called without
 * an invocation, so their handler gets the arguments alone. No IDL's method may have a name that begins as theirs do.
 */

import type { Args, Method } from "../service/method.js";
import {
  RuntimeMethods,
  type ThriftFaasAttachArgs as AttachArgs,
  type ThriftFaasCallbackArgs as CallbackArgs,
} from "../thrift_faas/runtime.js";
import type { AttachedResult } from "../thrift_faas/types.js";

export type { AttachArgs, AttachedResult, CallbackArgs };

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
  ...RuntimeMethods.thrift_faas_callback,
  invoke: (handler, args) => handler.receiveCallback(args),
};

export const AttachMethod: SystemMethod<AttachArgs, AttachedResult> = {
  ...RuntimeMethods.thrift_faas_attach,
  invoke: (handler, args) => handler.attach(args),
};

export const SYSTEM_METHODS: ReadonlyMap<string, SystemMethod> = new Map<string, SystemMethod>([
  [CallbackMethod.name, CallbackMethod],
  [AttachMethod.name, AttachMethod],
]);

/** What a function answers to the runtime's own methods. */

import { isTokenOf } from "../callback/token.js";
import { deliverCallback } from "../callback/deliver-callback.js";
import { PendingError } from "../client/transport.js";
import type { FunctionContext } from "../invocation/context.js";
import { ExpiredError, ForgedCallerError, ReusedIdError } from "../invocation/errors.js";
import { RefusedError } from "../refused-error.js";
import { partitionsOf } from "../invocation/partition.js";
import type { ServiceDescriptor } from "../service/descriptor.js";
import type { InvocationRecord } from "../store/store.js";
import type { AttachArgs, AttachedResult, CallbackArgs, SystemHandler } from "./system-methods.js";

export function createSystemHandler<Handler>(
  service: ServiceDescriptor<Handler>,
  context: FunctionContext,
): SystemHandler {
  return {
    receiveCallback: (args) => receiveCallback(args, context),
    attach: (args) => attach(args, service, context),
  };
}

async function receiveCallback(args: CallbackArgs, context: FunctionContext): Promise<void> {
  const { partition, id, step, fingerprint, label, callee, token, kind, body } = args;
  const caller = { partition, id };
  const expiry = Number(args.expiry);
  const about = { id, method: `A callback of ${label}` };
  if (!isTokenOf(context.identity.key, { caller, step, fingerprint, callee, expiry }, token))
    throw new ForgedCallerError(`${about.method} to invocation ${id}`);
  if (kind !== "reply" && kind !== "exception") throw new TypeError(`A result is no "${kind}"`);
  const outcome = await deliverCallback({ caller, expiry, step, fingerprint, label, result: { kind, body } }, context);
  if (outcome.kind === "stale") throw new ExpiredError(about);
  if (outcome.kind === "diverged") throw new ReusedIdError(about);
}

async function attach<Handler>(
  { method, id }: AttachArgs,
  service: ServiceDescriptor<Handler>,
  { store }: FunctionContext,
): Promise<AttachedResult> {
  const found = service.methods.get(method);
  if (found === undefined) throw new UnknownInvocationError(`${service.name} has no method ${method}.`);
  let record: InvocationRecord | undefined;
  for (const partition of partitionsOf(service, found)) record ??= await store.load({ partition, id });
  if (record?.result !== undefined) return record.result;
  if (record !== undefined) throw new PendingError(`${service.name}.${method} (invocation ${id}) is not done yet`);
  throw new UnknownInvocationError(
    `${service.name}.${method} has no invocation ${id}: it was never submitted here, or it expired and is forgotten.`,
  );
}

/** Nobody can wait for this one. */
export class UnknownInvocationError extends RefusedError {
  override readonly name = "UnknownInvocationError";
}

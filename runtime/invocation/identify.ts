import { isTokenOf } from "../callback/token.js";
import type { InvocationAbout } from "../events.js";
import { encodeArgs } from "../service/messages.js";
import { methodName } from "../service/method.js";
import type { InvocationKey } from "../store/store.js";
import type { Call } from "./call.js";
import type { FunctionContext } from "./context.js";
import { ForgedCallerError } from "./errors.js";
import { fingerprintCall } from "./ids.js";
import { partitionOf } from "./partition.js";

/** A call that is certain to come from whom it names. */
export interface IdentifiedCall {
  readonly about: InvocationAbout;
  readonly key: InvocationKey;
  /** In the binary protocol, without the envelope. */
  readonly args: Uint8Array;
  /** Of method and arguments. */
  readonly fingerprint: string;
}

/**
 * Tells which invocation a call belongs to.
 * @throws ForgedCallerError if it names a caller in this function's store that has not made it (E8). A caller with another
 *   store checks for itself what is called back to it.
 */
export function identify<Handler>(
  { service, method, args, envelope }: Call<Handler>,
  { identity }: FunctionContext,
): IdentifiedCall {
  const { id, root, attempt, expiry, caller } = envelope;
  const name = methodName(service, method);
  if (caller?.store === identity.id) {
    const { partition, step, fingerprint, token } = caller;
    const signed = { caller: { partition, id: caller.id }, step, fingerprint, callee: id, expiry: Number(expiry) };
    if (!isTokenOf(identity.key, signed, token)) throw new ForgedCallerError(`This call of ${name} (invocation ${id})`);
  }
  const encoded = encodeArgs(method, args);
  return {
    about: { id, root, method: name, attempt },
    key: { partition: partitionOf(service, method, args), id },
    args: encoded,
    fingerprint: fingerprintCall(name, encoded),
  };
}

/**
 * How an attempt can end without a result of its own. A handler never sees these: what it waits for just does not
 * come, as if its process had died.
 */

import { DeliveryError } from "../client/transport.js";
import { ApplicationException, ApplicationExceptionType } from "../protocol/application-exception.js";
import { ProtocolError } from "../protocol/protocol-error.js";
import { RefusedError } from "../refused-error.js";
import { StoreError, type InvocationRecord, type RecordedResult } from "../store/store.js";

/** A replay did something else than the log says (E6). Nothing was changed; the code or the handler's determinism is wrong. */
export class DivergenceError extends RefusedError {
  override readonly name = "DivergenceError";

  constructor(
    invocation: { readonly id: string; readonly method: string },
    step: string,
    recorded: string,
    replayed: string,
  ) {
    super(
      `${invocation.method} (invocation ${invocation.id}) diverged at step ${step}: the log holds "${recorded}", this run does ` +
        `"${replayed}". Every run of a handler must take the same steps: use invocation.now(), .random() and .uuid(), and ` +
        `let branches depend only on arguments, state and results. Nothing was changed.`,
    );
  }
}

/** What a step has recorded was written by a newer version of Node.js than this, or is damaged. */
export class UnreadableStepError extends RefusedError {
  override readonly name = "UnreadableStepError";

  constructor(
    invocation: { readonly id: string; readonly method: string },
    step: string,
    label: string,
    reason: string,
  ) {
    super(
      `${invocation.method} (invocation ${invocation.id}) cannot read what "${label}" has recorded at step ${step}: ${reason}. ` +
        `If a newer version of Node.js has recorded it, deploy that one again. Nothing was changed.`,
    );
  }
}

/** The number of a step depends on when something else than a step came, so a replay could not know it (E6). */
export class TimingError extends RefusedError {
  override readonly name = "TimingError";

  /** @param taken such as `step 3` or `a random value` */
  constructor(invocation: { readonly id: string; readonly method: string }, taken: string) {
    super(
      `${invocation.method} (invocation ${invocation.id}) took ${taken} after it had waited for something that is not a ` +
        `step, while another step was under way: its number depends on timing, and a replay may count otherwise. Wait for ` +
        `such things in invocation.run(), or give each line of work a branch of invocation.all(). Nothing was changed.`,
    );
  }
}

/** Whoever made the call is not the caller that it names (E8). */
export class ForgedCallerError extends RefusedError {
  override readonly name = "ForgedCallerError";

  constructor(about: string) {
    super(
      `${about} names a caller, but carries no token of that caller: forged, changed on its way, or signed with the secret ` +
        `of another store. Nothing was changed.`,
    );
  }
}

/** The ID belongs to another call: another method, or other arguments. Nothing was changed. */
export class ReusedIdError extends RefusedError {
  override readonly name = "ReusedIdError";

  constructor(invocation: { readonly id: string; readonly method: string }) {
    super(
      `The invocation ID ${invocation.id} belongs to another call than this ${invocation.method}: another method, or other ` +
        `arguments. Use a new ID for a new call; that of a plain Thrift client is its Idempotency-Key, or else its X-Call-Id. ` +
        `Nothing was changed.`,
    );
  }
}

/** The invocation's ID has expired: a late duplicate, refused and never run again (E5). */
export class ExpiredError extends RefusedError {
  override readonly name = "ExpiredError";

  constructor(invocation: { readonly id: string; readonly method: string }) {
    super(
      `${invocation.method} (invocation ${invocation.id}) has expired: a late duplicate, refused. Make a new call. If this was ` +
        `one, the clock of the machine that made it is more than a day behind the store's.`,
    );
  }
}

/** The store no longer has what it acknowledged. Its guarantees are ours: this is reported, never papered over. */
export class LostWritesError extends RefusedError {
  override readonly name = "LostWritesError";

  constructor(invocation: { readonly id: string; readonly method: string }, seen: number, found: number) {
    super(
      `The store has lost acknowledged writes: the log of ${invocation.method} (invocation ${invocation.id}) had ${seen} ` +
        `entries and now has ${found}. Check the store's durability settings and for a failover.`,
    );
  }
}

/** Another attempt got ahead; this one is run again from what that one has recorded (E4). */
export class SupersededSignal extends Error {
  override readonly name = "SupersededSignal";
  /** What to replay from; undefined: from the log this attempt had. */
  readonly record: InvocationRecord | undefined;

  constructor(reason: string, record?: InvocationRecord) {
    super(reason);
    this.record = record;
  }
}

/** Another attempt has finished; its result is the invocation's. */
export class FinishedSignal extends Error {
  override readonly name = "FinishedSignal";
  readonly result: RecordedResult;

  constructor(result: RecordedResult) {
    super("another attempt has finished");
    this.result = result;
  }
}

/** The process runs as many calls as it may; this one was not begun. */
export class BusyError extends Error {
  override readonly name = "BusyError";

  constructor(functionName: string, limit: number) {
    super(`${functionName} runs ${limit} calls at once and takes no more; nothing was executed`);
  }
}

/** Failures that say nothing about the call itself: the same call may succeed later. */
export function isInfrastructureFailure(error: unknown): error is Error {
  return error instanceof DeliveryError || error instanceof ProtocolError || error instanceof StoreError;
}

/**
 * An answer that the callee has not recorded: it cannot go on, or does not know the method, or could not read the call.
 * Another deployment may answer otherwise, so a handler must not see it, and decide something by it, either.
 */
export function isUnrecorded(error: unknown): error is ApplicationException {
  return error instanceof ApplicationException && !RECORDED.has(error.type);
}

const RECORDED: ReadonlySet<number> = new Set([
  // No function of ours says it; Apache's servers in C++ do, when a handler throws.
  ApplicationExceptionType.UNKNOWN,
  ApplicationExceptionType.INTERNAL_ERROR,
  ApplicationExceptionType.MISSING_RESULT,
]);

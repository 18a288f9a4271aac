/** `invocation.run`: an effect outside of Thrift, at least once, of which the result is recorded and never asked for again. */

import { inspect } from "node:util";
import { findTracer } from "../observability/find-tracer.js";
import type { Awaitable } from "../service/awaitable.js";
import type { Attempt } from "./attempt.js";
import { UnreadableStepError } from "./errors.js";
import { effectId, fingerprintStep } from "./ids.js";
import type { Scope } from "./scope.js";

/** What became of an effect: as V8 serializes it, which keeps Maps, Sets, bigints, dates and bytes. */
type Ended = { readonly value: unknown } | { readonly error: { readonly name: string; readonly message: string } };

/** Loaded when it is needed: few handlers have effects. */
const v8 = () => process.getBuiltinModule("node:v8");

export function runEffect<T>(
  { about, base, log }: Attempt,
  scope: Scope,
  name: string,
  effect: (stepId: string) => Awaitable<T>,
): Promise<T> {
  return log.take(scope, async (step) => {
    const label = `run ${name}`;
    const fingerprint = fingerprintStep("run", name);
    const recorded = log.replayInput(step, fingerprint, label);
    if (recorded?.value !== undefined) {
      try {
        v8().deserialize(recorded.value);
      } catch (error) {
        // Not what the effect threw: the handler must not take it for that.
        throw log.abandon(new UnreadableStepError(about, step, label, String(error)));
      }
      return restore<T>(recorded.value);
    }
    // What the effect follows from must be known before it happens: it may happen again.
    await log.fence();
    const tracer = await findTracer();
    const value = await settle(name, () => tracer.effect(name, async () => effect(effectId(base.key, step))));
    log.record({ step, fingerprint, label, value });
    // Not the result itself but what a replay will make of it.
    return restore<T>(value);
  });
}

/** A throw is an input as well: the handler may catch it and go on differently. */
async function settle(name: string, effect: () => Awaitable<unknown>): Promise<Uint8Array> {
  let value: unknown;
  try {
    value = await effect();
  } catch (error) {
    return keep(error instanceof Error ? error : new Error(typeof error === "string" ? error : inspect(error)));
  }
  try {
    return v8().serialize({ value } satisfies Ended);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return keep(new TypeError(`What run("${name}") returned cannot be recorded: ${reason} Return plain data.`));
  }
}

function keep({ name, message }: Error): Uint8Array {
  return v8().serialize({ error: { name, message } } satisfies Ended);
}

function restore<T>(bytes: Uint8Array): T {
  const ended = v8().deserialize(bytes) as Ended;
  if ("value" in ended) return ended.value as T;
  const { name, message } = ended.error;
  throw Object.assign(new Error(message), { name });
}

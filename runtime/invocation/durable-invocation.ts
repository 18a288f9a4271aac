/**
 * One attempt of an invocation, as its handler sees it, or as a branch of it does. It replays what the record holds,
 * buffers what is new, and makes the buffered inputs durable before anything leaves (E2).
 */

import { peerOf, type Transport } from "../client/transport.js";
import type { InvocationAbout } from "../events.js";
import { attemptLog } from "../observability/attempt-log.js";
import type { Log } from "../observability/log.js";
import type { Awaitable } from "../service/awaitable.js";
import type { Args, Method, Service } from "../service/method.js";
import { openState } from "../state/open-state.js";
import { askUnrecorded } from "./ask-unrecorded.js";
import type { Attempt } from "./attempt.js";
import { callRecorded } from "./call-recorded.js";
import { DerivedRandom } from "./derived-random.js";
import { gatesOf } from "./gates-of.js";
import { fingerprintStep } from "./ids.js";
import type { Branches, Invocation } from "./invocation.js";
import { parked } from "./parked.js";
import { runEffect } from "./run-effect.js";
import { Scope } from "./scope.js";

export class DurableInvocation implements Invocation {
  readonly id: string;
  readonly root: string;
  readonly method: string;
  readonly attempt: number;
  readonly log: Log;
  readonly #attempt: Attempt;
  readonly #scope: Scope;
  readonly #random: DerivedRandom;
  #state: Readonly<Record<string, unknown>> | undefined;

  constructor(attempt: Attempt, scope = new Scope()) {
    const about: InvocationAbout = attempt.about;
    this.id = about.id;
    this.root = about.root;
    this.method = about.method;
    this.attempt = about.attempt;
    this.log = attemptLog(about, () => attempt.log.isReplaying);
    this.#attempt = attempt;
    this.#scope = scope;
    this.#random = new DerivedRandom(attempt.base.key, scope.path);
  }

  now(): number {
    const { log, context } = this.#attempt;
    const step = log.nextStep(this.#scope);
    const now = context.environment.now();
    // Nothing that the handler does with it will count.
    if (step === undefined) return now;
    const fingerprint = fingerprintStep("now", "");
    const recorded = log.replayInput(step, fingerprint, "now");
    if (recorded?.value !== undefined) return Buffer.from(recorded.value).readDoubleBE(0);
    const value = Buffer.alloc(8);
    value.writeDoubleBE(now, 0);
    log.record({ step, fingerprint, label: "now", value });
    return now;
  }

  random(): number {
    this.#attempt.log.isReproducible(this.#scope, "a random value");
    return this.#random.number();
  }

  uuid(): string {
    this.#attempt.log.isReproducible(this.#scope, "a UUID");
    return this.#random.uuid();
  }

  sleep(ms: number): Promise<void> {
    const { log, context } = this.#attempt;
    return log.take(this.#scope, async (step) => {
      const fingerprint = fingerprintStep("sleep", String(ms));
      const label = `sleep ${ms} ms`;
      if (log.replayInput(step, fingerprint, label) !== undefined) return;
      await context.environment.sleep(ms, log.underWay.passesTime(step)).catch(parked);
      log.record({ step, fingerprint, label });
    });
  }

  run<T>(name: string, effect: (stepId: string) => Awaitable<T>): Promise<T> {
    return runEffect(this.#attempt, this.#scope, name, effect);
  }

  all<T extends readonly unknown[]>(branches: Branches<T, Invocation>): Promise<T> {
    const step = this.#attempt.log.nextStep(this.#scope);
    // A branch of an attempt that is over has nothing to number, and every step it takes waits for ever.
    const path = step ?? "over";
    const started = branches.map(async (branch, index) =>
      branch(new DurableInvocation(this.#attempt, new Scope(`${path}.${index + 1}`))),
    );
    this.#attempt.log.branch(this.#scope, started);
    const results = Promise.all(started);
    // As with a step: a rejection that the handler does not wait for yet must not end the process.
    results.catch(() => {});
    return results as unknown as Promise<T>;
  }

  get state(): Readonly<Record<string, unknown>> {
    const { state, stateDescriptor } = this.#attempt;
    this.#state ??= openState(stateDescriptor, state.access(this.#scope), gatesOf(this.#attempt, this.#scope));
    return this.#state;
  }

  call<A extends Args, Value>(service: Service, declared: Method<A, Value>, args: A): Promise<Value> {
    const method = asCalled(service, declared, this.#attempt.context.transport);
    if (method.oneway) return this.#attempt.outbox.add(this.#scope, service, method, args) as Promise<Value>;
    if (method.effects !== undefined) return askUnrecorded(this.#attempt, this.#scope, service, method, args);
    return callRecorded(this.#attempt, this.#scope, service, method, args);
  }
}

/** A plain Thrift server keeps no record, whatever the IDL says: what it does may be done again if its answer is lost. */
function asCalled<A extends Args, Value>(
  service: Service,
  method: Method<A, Value>,
  transport: Transport,
): Method<A, Value> {
  if (method.effects !== undefined || !peerOf(transport, service.function).isPlain) return method;
  return { ...method, effects: "idempotent" };
}

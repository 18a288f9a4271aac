/** What a function counts for Prometheus, from what it tells on its channels. The one place that knows prom-client. */

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { CollectorEvent, InvocationEvent, StoreEvent } from "../events.js";
import { refusalReason } from "./refusal-reason.js";
import { Suspensions } from "./suspensions.js";

/** One event, and the channel it came by. */
export type Told =
  | { readonly by: "invocation"; readonly event: InvocationEvent }
  | { readonly by: "store"; readonly event: StoreEvent }
  | { readonly by: "collector"; readonly event: CollectorEvent };

const ATTEMPT_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const STORE_BUCKETS = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
const SUSPENSION_BUCKETS = [1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400];

export class Metrics {
  readonly #registry = new Registry();
  readonly #suspensions = new Suspensions();

  readonly #invocations = this.#counter("invocations_total", "Invocations that got a result here; each counts once.", [
    "method",
    "outcome",
  ]);
  readonly #attempts = this.#counter("attempts_total", "Attempts that have ended, by how.", ["method", "outcome"]);
  readonly #attemptSeconds = this.#histogram("attempt_duration_seconds", "How long attempts take.", ATTEMPT_BUCKETS, [
    "method",
  ]);
  readonly #inFlight = new Gauge({
    name: "thrift_faas_attempts_in_flight",
    help: "Attempts that are under way.",
    registers: [this.#registry],
  });
  readonly #repeated = this.#counter("runs_repeated_total", "Runs of a handler that had to begin again.", ["method"]);
  readonly #steps = this.#counter("steps_total", "Steps of handlers, taken or answered from the log.", [
    "method",
    "source",
  ]);
  readonly #refusals = this.#counter("refusals_total", "Calls that were refused, duplicates among them.", ["reason"]);
  readonly #callbacks = this.#counter("callbacks_total", "Results returned into the log of a caller.", [
    "route",
    "outcome",
  ]);
  readonly #parked = this.#counter("parked_total", "Attempts that gave their process back.", ["method"]);
  readonly #suspendedSeconds = this.#histogram(
    "suspended_seconds",
    "How long invocations were suspended, if the same process goes on with them.",
    SUSPENSION_BUCKETS,
    ["method"],
  );
  readonly #storeSeconds = this.#histogram(
    "store_operation_duration_seconds",
    "Operations of the store.",
    STORE_BUCKETS,
    ["operation", "outcome"],
  );
  readonly #collected = this.#counter("collected_total", "What passes of the collector came to.", ["outcome"]);

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** In Prometheus' text format. */
  print(): Promise<string> {
    return this.#registry.metrics();
  }

  /** @param now when it happened, in milliseconds of whatever clock */
  count(told: Told, now: number): void {
    if (told.by === "store") {
      const { operation, outcome, seconds } = told.event;
      this.#storeSeconds.observe({ operation, outcome }, seconds);
    } else if (told.by === "collector") {
      const { finished, unfinished, deadLetters } = told.event;
      this.#collected.inc({ outcome: "finished" }, finished);
      this.#collected.inc({ outcome: "unfinished" }, unfinished);
      this.#collected.inc({ outcome: "dead_letter" }, deadLetters);
    } else this.#countInvocation(told.event, now);
  }

  #countInvocation(event: InvocationEvent, now: number): void {
    const { id, method } = event;
    switch (event.event) {
      case "started":
        this.#inFlight.inc();
        break;
      case "ended":
        this.#inFlight.dec();
        this.#attempts.inc({ method, outcome: event.outcome });
        this.#attemptSeconds.observe({ method }, event.seconds);
        if (event.outcome === "reply" || event.outcome === "exception" || event.outcome === "fault")
          this.#invocations.inc({ method, outcome: event.outcome });
        break;
      case "repeated":
        this.#repeated.inc({ method });
        break;
      case "executed":
        this.#steps.inc({ method, source: "executed" });
        break;
      case "replayed": {
        this.#steps.inc({ method, source: "replayed" });
        const ms = this.#suspensions.end(id, now);
        if (ms !== undefined) this.#suspendedSeconds.observe({ method }, ms / 1_000);
        break;
      }
      case "unanswered":
        if (event.outcome === "refused") this.#refusals.inc({ reason: refusalReason(event.error) });
        break;
      case "called-back":
        this.#callbacks.inc({ route: event.route, outcome: event.outcome });
        break;
      case "parked":
        this.#parked.inc({ method });
        this.#suspensions.begin(id, now);
        break;
      default:
      // What an attempt ends with tells the rest.
    }
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `thrift_faas_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #histogram<Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: Label[],
  ): Histogram<Label> {
    return new Histogram({ name: `thrift_faas_${name}`, help, buckets, labelNames, registers: [this.#registry] });
  }
}

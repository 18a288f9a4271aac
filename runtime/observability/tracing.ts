/** Spans for attempts, calls and effects, by OpenTelemetry's API: where they go is up to whoever registered a provider. */

import {
  type Attributes,
  type Context,
  context,
  createContextKey,
  isSpanContextValid,
  type Span,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  trace,
  TraceFlags,
} from "@opentelemetry/api";
import { subscribe } from "node:diagnostics_channel";
import { INVOCATION_CHANNEL, type InvocationEvent } from "../events.js";
import type { Tracer } from "./tracer.js";

/** The span of the attempt that code belongs to, and what that attempt has under way. */
interface AttemptSpan {
  readonly span: Span;
  readonly open: Set<Span>;
  replayed: number;
}

const ATTEMPT = createContextKey("thrift-faas attempt");
const RPC_SYSTEM = { "rpc.system.name": "thrift" };

export const openTelemetry: Tracer = {
  async attempt(about, traceparent, work) {
    const parent = remoteParent(traceparent) ?? context.active();
    const attributes = { "thrift_faas.attempt": about.attempt, ...idsOf(about) };
    return inSpan(about.method, { kind: SpanKind.SERVER, attributes }, parent, async (span, own) => {
      const attempt: AttemptSpan = { span, open: new Set(), replayed: 0 };
      try {
        return await context.with(own.setValue(ATTEMPT, attempt), work);
      } finally {
        span.setAttribute("thrift_faas.replayed_steps", attempt.replayed);
        // What an attempt that is over waited for never comes back to it.
        for (const left of attempt.open) left.addEvent("nobody waits any more").end();
      }
    });
  },
  call(call, work) {
    const attempt = currentAttempt();
    const options = { kind: SpanKind.CLIENT, attributes: idsOf(call) };
    return inSpan(call.method, options, context.active(), async (span, own) => {
      attempt?.open.add(span);
      const tried = (number: number): void => void (number > 1 && span.addEvent("retry", { number }));
      try {
        return await context.with(own, () => work({ traceparent: formatTraceparent(span), tried }));
      } finally {
        attempt?.open.delete(span);
      }
    });
  },
  effect(name, work) {
    const options = { kind: SpanKind.INTERNAL };
    return inSpan(`run ${name}`, options, context.active(), (_span, own) => context.with(own, work));
  },
  traceparent() {
    const span = trace.getActiveSpan();
    return span && formatTraceparent(span);
  },
};

subscribe(INVOCATION_CHANNEL, (message) => {
  const attempt = currentAttempt();
  if (attempt !== undefined) note(message as InvocationEvent, attempt);
});

/** What happens in an attempt becomes events of its span; only steps that were replayed are too many for that. */
function note(event: InvocationEvent, attempt: AttemptSpan): void {
  switch (event.event) {
    case "replayed":
      attempt.replayed++;
      return;
    case "failed":
      attempt.span.recordException(event.error instanceof Error ? event.error : String(event.error));
      return;
    case "ended":
      attempt.span.setAttribute("thrift_faas.outcome", event.outcome);
      if (event.outcome === "fault") attempt.span.setStatus({ code: SpanStatusCode.ERROR });
      return;
    case "parked":
    case "repeated":
    case "committed":
    case "adopted":
      attempt.span.addEvent(event.event, "reason" in event ? { reason: event.reason } : undefined);
      return;
    default:
    // The span says it itself, or its children do.
  }
}

async function inSpan<T>(
  name: string,
  options: SpanOptions,
  parent: Context,
  work: (span: Span, own: Context) => Promise<T>,
): Promise<T> {
  const span = trace
    .getTracer("thrift-faas")
    .startSpan(name, { ...options, attributes: { ...options.attributes, ...rpcOf(name, options) } }, parent);
  try {
    return await work(span, trace.setSpan(parent, span));
  } catch (error) {
    const [type, message] = error instanceof Error ? [error.name, error.message] : ["_OTHER", String(error)];
    span.setAttribute("error.type", type).setStatus({ code: SpanStatusCode.ERROR, message });
    throw error;
  } finally {
    span.end();
  }
}

function rpcOf(method: string, { kind }: SpanOptions): Attributes {
  return kind === SpanKind.INTERNAL ? {} : { ...RPC_SYSTEM, "rpc.method": method };
}

function idsOf({ id, root }: { readonly id: string; readonly root: string }): Attributes {
  return { "thrift_faas.invocation.id": id, "thrift_faas.invocation.root": root };
}

function currentAttempt(): AttemptSpan | undefined {
  return context.active().getValue(ATTEMPT) as AttemptSpan | undefined;
}

function formatTraceparent(span: Span): string | undefined {
  const found = span.spanContext();
  if (!isSpanContextValid(found)) return undefined;
  return `00-${found.traceId}-${found.spanId}-${found.traceFlags.toString(16).padStart(2, "0")}`;
}

/** A stranger may have written it: what is not well formed begins a trace of its own. */
function remoteParent(traceparent: string | undefined): Context | undefined {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? "") ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(parent) ? trace.setSpanContext(context.active(), parent) : undefined;
}

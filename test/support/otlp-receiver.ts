/** An OpenTelemetry collector for tests: takes spans as OTLP/JSON over HTTP, and keeps them. */

import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** 1 internal, 2 server, 3 client */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly string[];
  /** Whether its status is an error. */
  readonly isError: boolean;
  /** `service.name` of the process that sent it. */
  readonly service: unknown;
}

export interface OtlpReceiver {
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** The headers of the last request. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** Waits until enough spans have come. */
  until(isEnough: (spans: readonly ReceivedSpan[]) => boolean): Promise<void>;
  /** Takes nothing any more: answers 400. */
  refuse(): void;
  close(): Promise<void>;
}

const PATIENCE_MS = 30_000;

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  let headers: Readonly<Record<string, unknown>> = {};
  let status = 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      headers = request.headers;
      if (request.url === "/v1/traces")
        spans.push(...readSpans(JSON.parse(Buffer.concat(chunks).toString()) as OtlpRequest));
      response.writeHead(status, { "Content-Type": "application/json" }).end("{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    spans,
    get headers() {
      return headers;
    },
    async until(isEnough) {
      for (const late = Date.now() + PATIENCE_MS; !isEnough(spans); await sleep(50))
        if (Date.now() > late) throw new Error(`only these spans came: ${JSON.stringify(spans, undefined, 2)}`);
    },
    refuse() {
      status = 400;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The parts of an ExportTraceServiceRequest that are looked at here. */
interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly {
        readonly traceId: string;
        readonly spanId: string;
        readonly parentSpanId?: string;
        readonly name: string;
        readonly kind: number;
        readonly attributes: readonly OtlpAttribute[];
        readonly events?: readonly { readonly name: string }[];
        readonly status?: { readonly code?: number };
      }[];
    }[];
  }[];
}

function readSpans({ resourceSpans }: OtlpRequest): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) =>
      scope.spans.map(({ traceId, spanId, parentSpanId, name, kind, attributes, events = [], status }) => ({
        traceId,
        spanId,
        parentSpanId,
        name,
        kind,
        attributes: readAttributes(attributes),
        events: events.map((event) => event.name),
        isError: status?.code === 2,
        service: readAttributes(resource.attributes)["service.name"],
      })),
    ),
  );
}

function readAttributes(attributes: readonly OtlpAttribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

/** How a call's trace is carried along, whether or not this process traces anything itself. */

import { expect } from "chai";
import { EnvelopeCodec } from "../../../runtime/thrift_faas/codecs.js";
import type { Envelope } from "../../../runtime/thrift_faas/types.js";
import { isTraced } from "../../../runtime/observability/find-tracer.js";
import { startTracing } from "../../../runtime/observability/start-tracing.js";
import { PROTOCOLS } from "../protocol/protocols.js";
import { createProcessor } from "../../../runtime/service/processor.js";
import { encodeArgs, encodeCall, readEnvelope, recordValue } from "../../../runtime/service/messages.js";
import { Cluster } from "../../support/cluster.js";
import { send } from "../../support/messages.js";
import { ask, methodOf, probe } from "../../support/probe.js";

const TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const OTHER = "00-11111111111111111111111111111111-2222222222222222-01";
const ENVELOPE: Envelope = { id: "i", root: "i", expiry: 5n, attempt: 1 };

describe("a call's trace", () => {
  it("is a field of the envelope that may be absent", () => {
    for (const protocol of PROTOCOLS)
      for (const envelope of [ENVELOPE, { ...ENVELOPE, traceparent: TRACEPARENT }]) {
        const output = protocol.writer();
        EnvelopeCodec.write(output, envelope);
        expect(EnvelopeCodec.read(protocol.reader(output.finish()))).to.deep.equal(envelope);
      }
  });

  it("is what the envelope says, or else the transport", async () => {
    const service = probe("Main");
    const method = methodOf(service, "go");
    const seen: (string | undefined)[] = [];
    const refuse = (): Promise<never> => Promise.reject(new Error("no method of the runtime is called here"));
    const exchange = createProcessor(service, {
      execute: async ({ envelope, method: called }) => {
        seen.push(envelope.traceparent);
        return recordValue(called, "");
      },
      newId: () => "new",
      system: { receiveCallback: refuse, attach: refuse },
    });
    const call = (envelope: Envelope): Uint8Array =>
      encodeCall(service, method, encodeArgs(method, { text: "" }), envelope);
    await exchange(call(ENVELOPE));
    await exchange(call(ENVELOPE), { traceparent: TRACEPARENT });
    await exchange(call({ ...ENVELOPE, traceparent: OTHER }), { traceparent: TRACEPARENT });
    expect(seen).to.deep.equal([undefined, TRACEPARENT, OTHER]);
  });

  it("stays with an intent, so that whoever finishes the invocation later joins it, and changes nothing else", async () => {
    const main = probe("Main");
    const leaf = probe("Leaf");
    const records = [];
    for (const traceparent of [undefined, TRACEPARENT]) {
      const cluster = new Cluster();
      cluster.deploy(leaf, { go: () => "leaf" });
      cluster.deploy(main, { go: (invocation) => ask(invocation, leaf) });
      await send(cluster, main, traceparent === undefined ? {} : { traceparent });
      const record = await cluster.store.load({ partition: "Main", id: "root" });
      const intent = record?.intent && (await readEnvelope(record.intent.message));
      records.push({ fingerprint: record?.fingerprint, id: intent?.id, traceparent: intent?.traceparent });
    }
    const [fingerprint] = records.map((record) => record.fingerprint);
    expect(records).to.deep.equal([
      { fingerprint, id: "root", traceparent: undefined },
      { fingerprint, id: "root", traceparent: TRACEPARENT },
    ]);
  });

  it("needs nothing of OpenTelemetry as long as nobody wants one", async () => {
    expect(isTraced()).to.equal(false);
    for (const env of [
      {},
      { OTEL_EXPORTER_OTLP_ENDPOINT: "" },
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1", OTEL_SDK_DISABLED: "true" },
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1", OTEL_TRACES_EXPORTER: "none" },
    ])
      await startTracing("main", env);
    expect(isTraced()).to.equal(false);
  });
});

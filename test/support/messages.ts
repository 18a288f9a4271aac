/** Calls as they travel, for tests that look into them, change them or send them themselves. */

import type { Envelope } from "../../runtime/thrift_faas/types.js";
import { MessageType } from "../../runtime/protocol/protocol.js";
import { binary } from "../../runtime/protocol/binary.js";
import { decodeReply, encodeArgs, encodeCall } from "../../runtime/service/messages.js";
import { LIFETIME } from "../../runtime/store/expiry.js";
import type { Cluster } from "./cluster.js";
import { methodOf, type Probe } from "./probe.js";

export interface SeenCall {
  readonly method: string;
  readonly envelope: Envelope;
}

/** Notes every call that reaches a function of the service from now on. */
export function watchCalls(cluster: Cluster, ...services: Probe[]): SeenCall[] {
  const calls: SeenCall[] = [];
  const before = cluster.intercept;
  cluster.intercept = (functionName, body) => {
    const call = readCall(functionName, body, services);
    if (call !== undefined) calls.push(call);
    return before(functionName, body);
  };
  return calls;
}

function readCall(functionName: string, body: Uint8Array, services: readonly Probe[]): SeenCall | undefined {
  const input = binary.reader(body);
  const { name } = input.readMessageBegin();
  const service = services.find((one) => one.function === functionName && one.methods.has(name));
  if (service === undefined) return undefined;
  const { $envelope } = methodOf(service, name).args.read(input);
  return $envelope && { method: `${service.name}.${name}`, envelope: $envelope };
}

/** A call of which the test says everything; resolves to what it returns. */
export async function send(
  cluster: Cluster,
  service: Probe,
  envelope: Partial<Envelope> = {},
  text = "",
  method = "go",
): Promise<string> {
  const called = methodOf(service, method);
  const id = envelope.id ?? "root";
  const expiry = BigInt(cluster.environment.now() + LIFETIME);
  const body = encodeCall(service, called, encodeArgs(called, { text }), {
    root: id,
    expiry,
    attempt: 1,
    ...envelope,
    id,
  });
  return decodeReply(called, await cluster.transport.post(service.function, body, binary.contentType, 10_000));
}

/** The same call from a plain Thrift client, which knows of no envelope. */
export async function sendPlain(cluster: Cluster, service: Probe, text = "", method = "go"): Promise<string> {
  const called = methodOf(service, method);
  const output = binary.writer();
  output.writeMessageBegin(called.name, called.oneway ? MessageType.ONEWAY : MessageType.CALL, 0);
  called.args.write(output, { text });
  output.writeMessageEnd();
  return decodeReply(
    called,
    await cluster.transport.post(service.function, output.finish(), binary.contentType, 10_000),
  );
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  const [outcome] = await Promise.allSettled([promise]);
  if (outcome.status === "rejected") return outcome.reason as Error;
  throw new Error("it was expected to fail");
}

/** What never comes: a handler that waits for it has died, as far as anyone can see. */
export function forever(): Promise<never> {
  return new Promise(() => {});
}

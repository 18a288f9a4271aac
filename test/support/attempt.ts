/** One attempt of an invocation, without a client: what a test of the protocol repeats, overlaps and abandons. */

import { Background } from "../../runtime/background.js";
import type { Caller } from "../../runtime/client/caller.js";
import { execute } from "../../runtime/invocation/execute.js";
import type { ServiceDescriptor } from "../../runtime/service/descriptor.js";
import type { Args } from "../../runtime/service/method.js";
import { LIFETIME } from "../../runtime/store/expiry.js";
import type { RecordedResult } from "../../runtime/store/store.js";
import type { Cluster } from "./cluster.js";
import { makeContext } from "./context.js";
import { withTestState } from "./test-state.js";

export interface AttemptOptions {
  readonly id?: string;
  readonly number?: number;
  readonly callTimeoutMs?: number;
  readonly background?: Background;
}

/**
 * Runs one attempt of `service.method` as a root.
 * @param make makes the arguments, by making the call with a client
 */
export async function attemptOf<Handler>(
  cluster: Cluster,
  service: ServiceDescriptor<Handler>,
  handler: Handler,
  { id = "root", number = 1, callTimeoutMs = 300, background = new Background() }: AttemptOptions,
  make: (caller: Caller) => Promise<unknown>,
): Promise<RecordedResult> {
  const { method, args } = await catchCall(make);
  const found = service.methods.get(method);
  if (found === undefined) throw new Error(`${service.name} has no ${method}`);
  const expiry = BigInt(cluster.environment.now() + LIFETIME);
  const envelope = { id, root: id, expiry, attempt: number };
  const context = await makeContext(service.function, cluster.store, cluster.transport, { callTimeoutMs, background });
  return execute({ service: withTestState(service), method: found, args, envelope, mayPark: true }, handler, context);
}

/** What a generated client passes to its caller. */
async function catchCall(make: (caller: Caller) => Promise<unknown>): Promise<{ method: string; args: Args }> {
  const caught: { method: string; args: Args }[] = [];
  await make({
    call: (_service, method, args) => {
      caught.push({ method: method.name, args });
      return new Promise((resolve) => setImmediate(resolve as () => void));
    },
  });
  const [call] = caught;
  if (call === undefined) throw new Error("no call was made");
  return call;
}

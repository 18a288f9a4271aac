import { publish, type InvocationAbout } from "../events.js";
import { recordThrown, recordValue } from "../service/messages.js";
import { methodName } from "../service/method.js";
import type { StateAccess } from "../state/access.js";
import { RefusedError } from "../refused-error.js";
import { NO_STATE } from "../state/descriptor.js";
import type { RecordedResult } from "../store/store.js";
import type { Call } from "./call.js";
import type { FunctionContext } from "./context.js";
import { deadlineOf } from "./deadline.js";
import { isInfrastructureFailure } from "./errors.js";
import { partitionOf } from "./partition.js";
import { PlainInvocation } from "./plain-invocation.js";
import { watchAttempt } from "./watch-attempt.js";

/** Runs a call as plain Thrift does, every time it comes: exactly-once is switched off. To compare with, and for nothing else. */
export function executeUnguarded<Handler>(
  call: Call<Handler>,
  handler: Handler,
  context: FunctionContext,
  ended: () => void = () => {},
): Promise<RecordedResult> {
  return runUnguarded(call, handler, context).finally(ended);
}

async function runUnguarded<Handler>(
  { service, method, args, envelope }: Call<Handler>,
  handler: Handler,
  context: FunctionContext,
): Promise<RecordedResult> {
  const name = methodName(service, method);
  const about: InvocationAbout = { id: envelope.id, root: envelope.root, method: name, attempt: envelope.attempt };
  const state = writeAtOnce(partitionOf(service, method, args), about, context);
  const deadline = deadlineOf(envelope, context);
  const assertMayCall = (): void => {};
  const run = async (): Promise<RecordedResult> => {
    try {
      const { expiry } = envelope;
      const stateDescriptor = service.state ?? NO_STATE;
      const options = { about, expiry, deadline, context, state, stateDescriptor, assertMayCall };
      const invocation = new PlainInvocation(options);
      return recordValue(method, await method.invoke(handler, args, invocation));
    } catch (error) {
      if (isInfrastructureFailure(error) || error instanceof RefusedError) throw error;
      publish({ event: "failed", ...about, error });
      return recordThrown(method, error);
    }
  };
  return watchAttempt(about, envelope, async () => ({ result: await run(), isAdopted: false }));
}

function writeAtOnce(partition: string, about: InvocationAbout, { store }: FunctionContext): StateAccess {
  return {
    async read(collection, key) {
      const [value] = await store.read([{ partition, collection, key }]);
      return value;
    },
    async write(collection, key, value) {
      await store.writeUnguarded({ partition, collection, key }, value);
      publish({ event: "wrote", ...about, keys: 1 });
    },
  };
}

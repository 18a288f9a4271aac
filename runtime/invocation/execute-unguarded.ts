import { publish, type InvocationAbout } from "../events.js";
import { recordThrown, recordValue } from "../service/messages.js";
import { methodName } from "../service/method.js";
import type { RecordedResult } from "../store/store.js";
import type { Call } from "./call.js";
import type { FunctionContext } from "./context.js";
import { isInfrastructureFailure } from "./errors.js";
import { UnguardedInvocation } from "./unguarded-invocation.js";

/** Runs a call as plain Thrift does, every time it comes: exactly-once is switched off. */
export async function executeUnguarded<Handler>(
  { service, method, args, envelope }: Call<Handler>,
  handler: Handler,
  context: FunctionContext,
): Promise<RecordedResult> {
  const about: InvocationAbout = {
    id: envelope.id,
    root: envelope.root,
    method: methodName(service, method),
    attempt: envelope.attempt,
  };
  publish({ event: "started", ...about, ...(envelope.caller && { caller: envelope.caller }) });
  try {
    return recordValue(
      method,
      await method.invoke(handler, args, new UnguardedInvocation(about, service.name, context)),
    );
  } catch (error) {
    if (isInfrastructureFailure(error)) throw error;
    publish({ event: "failed", ...about, error });
    return recordThrown(method, error);
  }
}

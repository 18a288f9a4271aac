import type { RecordedResult } from "../store/store.js";
import type { Call } from "./call.js";
import type { FunctionContext } from "./context.js";
import { execute } from "./execute.js";
import { submit } from "./submit.js";

/**
 * Runs a call exactly once: now, or, if its caller waits for no more, as soon as it is certain to be carried out.
 * @param ended is called as soon as nothing of the call runs here any more
 */
export function carryOut<Handler>(
  call: Call<Handler>,
  handler: Handler,
  context: FunctionContext,
  ended: () => void = () => {},
): Promise<RecordedResult> {
  // A method that is not recorded has nothing to be certain of.
  const isSubmitted = call.envelope.submit === true && call.method.effects === undefined;
  return isSubmitted ? submit(call, handler, context, ended) : execute(call, handler, context).finally(ended);
}

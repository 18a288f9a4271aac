/** Services of one function call each other without a network: through the same envelope, codec and log. */

import type { Background } from "../background.js";
import type { Exchange, Reply } from "../service/exchange.js";
import type { Sender } from "./send-call.js";
import { DeliveryError, PendingError, type Transport } from "./transport.js";

/**
 * Sends what goes to the process's own function straight to its exchange, and everything else by `outside`.
 * @param exchange late, because it needs the transport in its turn
 */
export function inProcess(
  functionName: string,
  exchange: Exchange,
  { transport: outside, environment, background }: Sender & { readonly background: Background },
): Transport {
  return {
    peer: (name) => (name === functionName ? undefined : outside.peer?.(name)),
    async post(...message) {
      const [name, body, , timeoutMs] = message;
      if (name !== functionName) return outside.post(...message);
      const answered = new AbortController();
      const work = exchange(body);
      // Whoever gives up waiting does not stop it, and the process waits for it before it ends.
      background.start(work);
      const late = environment.sleep(timeoutMs, answered.signal).then(() => {
        throw failure(name, `did not answer within ${timeoutMs} ms`, true);
      });
      try {
        return bodyOf(await Promise.race([work, late]), name);
      } finally {
        answered.abort();
        late.catch(() => {});
      }
    },
  };
}

function bodyOf(reply: Reply, name: string): Uint8Array {
  switch (reply.kind) {
    case "reply":
      return reply.body;
    case "pending":
      throw new PendingError(`${name}, in this process: the invocation waits for another one`);
    case "unavailable":
    case "busy":
      throw failure(name, reply.reason, true);
    case "unreadable":
      throw failure(name, reply.reason, false);
  }
}

function failure(name: string, reason: string, retryable: boolean): DeliveryError {
  return new DeliveryError(`${name}, in this process: ${reason}`, { outcome: "unknown", retryable });
}

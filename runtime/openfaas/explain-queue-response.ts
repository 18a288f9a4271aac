/** What the gateway's queue answers to a message: whether it is in the queue, and if not, why. */

import type { Refusal } from "../client/explain-failure.js";
import { quote } from "../http/quote.js";
import { explainResponse, refused, unknown, type GatewayResponse } from "./explain-response.js";

/** A gateway that has queued a message that came without a call ID says which one it gave it: nobody else does. */
export function isQueued({ status, marker, headers }: GatewayResponse): boolean {
  return status === 202 && marker === undefined && headers["x-call-id"] !== undefined;
}

/** Here "executed" means that the message is in the queue, and will be. */
export function explainQueueResponse(response: GatewayResponse): Refusal {
  const { status } = response;
  const saysText = quote(response);
  if (status === 400)
    return refused(`the queue refused the message: ${saysText}`, "Check what has been added to the request's headers.");
  if (status === 404 && saysText === "404 page not found")
    return refused("this gateway has no queue", "Use submit, which needs none, or install the gateway with NATS.");
  if (!saysText.startsWith("Error queuing request")) return explainResponse(response);
  if (saysText.includes("too large"))
    return refused(
      `the message is too large for the queue: ${saysText}`,
      "Send less in one call, or use submit, which has no such limit.",
    );
  return unknown(saysText, "Repeat it under the same ID; if it stays so, check the gateway's NATS.");
}

import type { Refusal } from "../client/explain-failure.js";
import { DeliveryError } from "../client/transport.js";

/** No reply came from a plain Thrift server. The ID of a call means nothing to it, which the advice must not hide. */
export function plainError(functionName: string, url: string, refusal: Refusal): DeliveryError {
  const advice =
    refusal.outcome === "unknown"
      ? "A plain Thrift server keeps no record of calls: make it again only if it may happen twice."
      : refusal.advice;
  return new DeliveryError(`${functionName} at ${url}: ${refusal.says}`, { ...refusal, advice });
}

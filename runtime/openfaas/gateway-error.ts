import type { Refusal } from "../client/explain-failure.js";
import { DeliveryError } from "../client/transport.js";

/** No believable reply came through the gateway: the message says what happened, where, and what to do. */
export class GatewayError extends DeliveryError {
  override readonly name = "GatewayError";
  readonly functionName: string;
  /** The HTTP status; undefined when no response came. */
  readonly status: number | undefined;

  constructor(functionName: string, url: string, status: number | undefined, refusal: Refusal) {
    const told = status === undefined ? "" : ` (HTTP ${status})`;
    super(`${functionName} at ${url}: ${refusal.says}${told}`, refusal);
    this.functionName = functionName;
    this.status = status;
  }
}

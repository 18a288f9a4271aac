import { appendFile } from "node:fs/promises";
import type { ShippingServiceHandler } from "../../order/shipping-service.js";
import { append } from "../ledger.js";

/** A parcel's label, printed by a machine that knows nothing of invocations: a line of a file. */
function printLabel(order: string, effect: string): Promise<void> {
  return appendFile(process.env["CHAOS_LABELS"] ?? "", `${order} ${effect}\n`);
}

export const handler: ShippingServiceHandler = {
  async Ship(order, _reservation, _payment, invocation) {
    await invocation.run("print label", (effect) => printLabel(order, effect));
    return append(invocation, order);
  },
};

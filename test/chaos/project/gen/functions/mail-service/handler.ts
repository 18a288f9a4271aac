import type { MailServiceHandler } from "../../order/mail-service.js";
import { append } from "../ledger.js";

export const handler: MailServiceHandler = {
  async Confirm(order, _shipment, invocation) {
    await append(invocation, order);
  },
};

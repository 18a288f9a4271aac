import type { PaymentServiceHandler } from "../../order/payment-service.js";
import { append } from "../ledger.js";

export const handler: PaymentServiceHandler = {
  Charge: (order, invocation) => append(invocation, order),
};

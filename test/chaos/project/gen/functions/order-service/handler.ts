import type { OrderServiceHandler } from "../../order/order-service.js";
import { MailServiceClient } from "../../order/mail-service.js";
import { PaymentServiceClient } from "../../order/payment-service.js";
import { ShippingServiceClient } from "../../order/shipping-service.js";
import { StockServiceClient } from "../../order/stock-service.js";
import { append } from "../ledger.js";

export const handler: OrderServiceHandler = {
  async Place(order, invocation) {
    const [reservation, payment] = await Promise.all([
      new StockServiceClient(invocation).Reserve(order),
      new PaymentServiceClient(invocation).Charge(order),
    ]);
    const shipment = await new ShippingServiceClient(invocation).Ship(order, reservation, payment);
    await new MailServiceClient(invocation).Confirm(order, shipment);
    return { order: await append(invocation, order), reservation, payment, shipment };
  },
};

import type { StockServiceHandler } from "../../order/stock-service.js";
import { append } from "../ledger.js";

export const handler: StockServiceHandler = {
  Reserve: (order, invocation) => append(invocation, order),
};

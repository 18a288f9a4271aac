import type { CounterHandler } from "../../numbers/counter.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: CounterHandler = {
  async add(number, id, invocation) {
    return unfilled(invocation, number, id);
  },
  async latest(numbers, amount, invocation) {
    return unfilled(invocation, numbers, amount);
  },
};

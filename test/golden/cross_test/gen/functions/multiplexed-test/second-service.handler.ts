import type { SecondServiceHandler } from "../../cross_test/second-service.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: SecondServiceHandler = {
  async secondtestString(thing, invocation) {
    return unfilled(invocation, thing);
  },
};

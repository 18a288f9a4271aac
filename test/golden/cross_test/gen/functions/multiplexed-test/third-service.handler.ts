import type { ThirdServiceHandler } from "../../cross_test/third-service.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: ThirdServiceHandler = {
  async secondtestString(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async thirdtestString(thing, invocation) {
    return unfilled(invocation, thing);
  },
};

import type { UuidTestHandler } from "../../uuid_test/uuid-test.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: UuidTestHandler = {
  async testUuid(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testIds(thing, invocation) {
    return unfilled(invocation, thing);
  },
};

import type { UniqueIdServiceHandler } from "../../social_network/unique-id-service.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: UniqueIdServiceHandler = {
  async ComposeUniqueId(req_id, post_type, carrier, invocation) {
    return unfilled(invocation, req_id, post_type, carrier);
  },
};

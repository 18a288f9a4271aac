import type { TextServiceHandler } from "../../social_network/text-service.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: TextServiceHandler = {
  async ComposeText(req_id, text, carrier, invocation) {
    return unfilled(invocation, req_id, text, carrier);
  },
};

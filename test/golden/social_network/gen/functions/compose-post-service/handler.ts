import type { ComposePostServiceHandler } from "../../social_network/compose-post-service.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: ComposePostServiceHandler = {
  async ComposePost(req_id, username, user_id, text, media_ids, media_types, post_type, carrier, invocation) {
    return unfilled(invocation, req_id, username, user_id, text, media_ids, media_types, post_type, carrier);
  },
};

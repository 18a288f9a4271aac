import type { UserMentionServiceHandler } from "../../social_network/user-mention-service.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: UserMentionServiceHandler = {
  async ComposeUserMentions(req_id, usernames, carrier, invocation) {
    return unfilled(invocation, req_id, usernames, carrier);
  },
};

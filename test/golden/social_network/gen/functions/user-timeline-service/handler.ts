import type { UserTimelineServiceHandler } from "../../social_network/user-timeline-service.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: UserTimelineServiceHandler = {
  async WriteUserTimeline(req_id, post_id, user_id, timestamp, carrier, invocation) {
    return unfilled(invocation, req_id, post_id, user_id, timestamp, carrier);
  },
  async ReadUserTimeline(req_id, user_id, start, stop, carrier, invocation) {
    return unfilled(invocation, req_id, user_id, start, stop, carrier);
  },
};

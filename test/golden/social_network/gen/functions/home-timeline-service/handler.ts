import type { HomeTimelineServiceHandler } from "../../social_network/home-timeline-service.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: HomeTimelineServiceHandler = {
  async ReadHomeTimeline(req_id, user_id, start, stop, carrier, invocation) {
    return unfilled(invocation, req_id, user_id, start, stop, carrier);
  },
  async WriteHomeTimeline(req_id, post_id, user_id, timestamp, user_mentions_id, carrier, invocation) {
    return unfilled(invocation, req_id, post_id, user_id, timestamp, user_mentions_id, carrier);
  },
};

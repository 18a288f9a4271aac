import type { SocialGraphServiceHandler } from "../../social_network/social-graph-service.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: SocialGraphServiceHandler = {
  async GetFollowers(req_id, user_id, carrier, invocation) {
    return unfilled(invocation, req_id, user_id, carrier);
  },
  async GetFollowees(req_id, user_id, carrier, invocation) {
    return unfilled(invocation, req_id, user_id, carrier);
  },
  async Follow(req_id, user_id, followee_id, carrier, invocation) {
    return unfilled(invocation, req_id, user_id, followee_id, carrier);
  },
  async Unfollow(req_id, user_id, followee_id, carrier, invocation) {
    return unfilled(invocation, req_id, user_id, followee_id, carrier);
  },
  async FollowWithUsername(req_id, user_usernmae, followee_username, carrier, invocation) {
    return unfilled(invocation, req_id, user_usernmae, followee_username, carrier);
  },
  async UnfollowWithUsername(req_id, user_usernmae, followee_username, carrier, invocation) {
    return unfilled(invocation, req_id, user_usernmae, followee_username, carrier);
  },
  async InsertUser(req_id, user_id, carrier, invocation) {
    return unfilled(invocation, req_id, user_id, carrier);
  },
};

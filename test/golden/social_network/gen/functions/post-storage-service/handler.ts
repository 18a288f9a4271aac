import type { PostStorageServiceHandler } from "../../social_network/post-storage-service.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: PostStorageServiceHandler = {
  async StorePost(req_id, post, carrier, invocation) {
    return unfilled(invocation, req_id, post, carrier);
  },
  async ReadPost(req_id, post_id, carrier, invocation) {
    return unfilled(invocation, req_id, post_id, carrier);
  },
  async ReadPosts(req_id, post_ids, carrier, invocation) {
    return unfilled(invocation, req_id, post_ids, carrier);
  },
};

import type { MediaServiceHandler } from "../../social_network/media-service.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: MediaServiceHandler = {
  async ComposeMedia(req_id, media_types, media_ids, carrier, invocation) {
    return unfilled(invocation, req_id, media_types, media_ids, carrier);
  },
};

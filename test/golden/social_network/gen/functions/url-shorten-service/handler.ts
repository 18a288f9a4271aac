import type { UrlShortenServiceHandler } from "../../social_network/url-shorten-service.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: UrlShortenServiceHandler = {
  async ComposeUrls(req_id, urls, carrier, invocation) {
    return unfilled(invocation, req_id, urls, carrier);
  },
  async GetExtendedUrls(req_id, shortened_urls, carrier, invocation) {
    return unfilled(invocation, req_id, shortened_urls, carrier);
  },
};

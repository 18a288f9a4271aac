/** Three services of the social network, as small as the protocol's tests need them. */

import { type TextServiceHandler, TextService } from "../golden/social_network/gen/social_network/text-service.js";
import { ErrorCode, ServiceException } from "../golden/social_network/gen/social_network/types.js";
import {
  type UrlShortenServiceHandler,
  UrlShortenService,
  UrlShortenServiceClient,
} from "../golden/social_network/gen/social_network/url-shorten-service.js";
import {
  type UserMentionServiceHandler,
  UserMentionService,
  UserMentionServiceClient,
} from "../golden/social_network/gen/social_network/user-mention-service.js";
import type { Cluster } from "./cluster.js";

export const textHandler: TextServiceHandler = {
  async ComposeText(req_id, text, carrier, invocation) {
    const words = text.split(" ");
    const marked = `${text} at ${invocation.now()}`;
    const [urls, user_mentions] = await Promise.all([
      new UrlShortenServiceClient(invocation).ComposeUrls(
        req_id,
        words.filter((word) => word.startsWith("http")),
        carrier,
      ),
      new UserMentionServiceClient(invocation).ComposeUserMentions(
        req_id,
        words.filter((word) => word.startsWith("@")),
        carrier,
      ),
    ]);
    return { text: marked, urls, user_mentions };
  },
};

export const urlHandler: UrlShortenServiceHandler = {
  async ComposeUrls(_req_id, urls, _carrier, invocation) {
    const shortened = urls.map((expanded_url) => ({ shortened_url: invocation.uuid(), expanded_url }));
    for (const url of shortened) await invocation.state.urls.put(url.shortened_url, url);
    return shortened;
  },
  async GetExtendedUrls(_req_id, shortened_urls, _carrier, invocation) {
    return Promise.all(
      shortened_urls.map(async (shortened) => {
        const url = await invocation.state.urls.get(shortened);
        if (url !== undefined) return url.expanded_url;
        throw new ServiceException({ errorCode: ErrorCode.SE_THRIFT_HANDLER_ERROR, message: `no url ${shortened}` });
      }),
    );
  },
};

/** Counts how often it was asked for each name: a read and a write of the same key. */
export const mentionHandler: UserMentionServiceHandler = {
  async ComposeUserMentions(_req_id, usernames, _carrier, invocation) {
    const mentions = [];
    for (const username of usernames) {
      const counted = await invocation.state.users.update(username, (before) => ({
        username,
        user_id: (before?.user_id ?? 0n) + 1n,
      }));
      mentions.push(counted);
    }
    return mentions;
  },
};

export function deploySocialNetwork(cluster: Cluster): void {
  cluster.deploy(TextService, textHandler);
  cluster.deploy(UrlShortenService, urlHandler);
  cluster.deploy(UserMentionService, mentionHandler);
}

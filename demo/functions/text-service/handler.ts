import type { TextServiceHandler } from "../../social_network/text-service.js";
import { UrlShortenServiceClient } from "../../social_network/url-shorten-service.js";
import { UserMentionServiceClient } from "../../social_network/user-mention-service.js";

const MENTION = /@[a-zA-Z0-9-_]+/g;
/** Scheme and host only, as in the original: a path stays in the text. */
const URL = /(http:\/\/|https:\/\/)([a-zA-Z0-9_!~*'().&=+$%-]+)/g;

export const handler: TextServiceHandler = {
  async ComposeText(req_id, text, carrier, invocation) {
    const mentions = (text.match(MENTION) ?? []).map((mention) => mention.slice(1));
    const [urls, user_mentions] = await Promise.all([
      new UrlShortenServiceClient(invocation).ComposeUrls(req_id, text.match(URL) ?? [], carrier),
      new UserMentionServiceClient(invocation).ComposeUserMentions(req_id, mentions, carrier),
    ]);
    const shortened = urls.map((url) => url.shortened_url).values();
    return { text: text.replace(URL, (url) => shortened.next().value ?? url), user_mentions, urls };
  },
};

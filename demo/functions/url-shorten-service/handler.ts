import type { Invocation } from "thrift-faas";
import type { UrlShortenServiceHandler } from "../../social_network/url-shorten-service.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

export const handler: UrlShortenServiceHandler = {
  async ComposeUrls(_req_id, expandedUrls, _carrier, invocation) {
    const urls = expandedUrls.map((expanded_url) => ({ shortened_url: shortUrl(invocation), expanded_url }));
    for (const url of urls) await invocation.state.urls.put(url.shortened_url, url);
    return urls;
  },

  async GetExtendedUrls(_req_id, shortenedUrls, _carrier, invocation) {
    const urls = await Promise.all(shortenedUrls.map((shortened) => invocation.state.urls.get(shortened)));
    return urls.map((url) => url?.expanded_url ?? "");
  },
};

/** Ten letters drawn at random: a replay draws the same, a second run without exactly-once draws others. */
function shortUrl(invocation: Invocation): string {
  const letters = Array.from({ length: 10 }, () => LETTERS[Math.floor(invocation.random() * LETTERS.length)]);
  return `http://short-url/${letters.join("")}`;
}

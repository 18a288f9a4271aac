import type { UserMentionServiceHandler } from "../../social_network/user-mention-service.js";

export const handler: UserMentionServiceHandler = {
  /** Unknown users are left out; each known one stands once, in the order of its first mention. */
  async ComposeUserMentions(_req_id, usernames, _carrier, invocation) {
    const { users } = invocation.state;
    const found = await Promise.all([...new Set(usernames)].map((username) => users.get(username)));
    return found.filter((user) => user !== undefined);
  },
};

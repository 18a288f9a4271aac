import type { GuestbookHandler } from "../../guestbook/guestbook.js";
import { VisitorCounterClient } from "../../guestbook/visitor-counter.js";

export const handler: GuestbookHandler = {
  async sign(name, invocation) {
    const number = await new VisitorCounterClient(invocation).next("lobby");
    return { text: `Welcome, ${name}! You are visitor ${number}.`, number };
  },
};

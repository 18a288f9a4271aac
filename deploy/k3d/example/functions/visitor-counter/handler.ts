import type { VisitorCounterHandler } from "../../guestbook/visitor-counter.js";

export const handler: VisitorCounterHandler = {
  next: (book, invocation) => invocation.state.visitors.update(book, (before = 0n) => before + 1n),
};

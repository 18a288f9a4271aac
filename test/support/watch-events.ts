import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { INVOCATION_CHANNEL, type InvocationEvent } from "../../runtime/events.js";

/** What happens inside the protocol while the tests of one `describe` run; empty at the beginning of each. */
export function watchEvents(): InvocationEvent[] {
  const events: InvocationEvent[] = [];
  const note = (event: unknown): void => void events.push(event as InvocationEvent);
  beforeEach(() => {
    events.length = 0;
    subscribe(INVOCATION_CHANNEL, note);
  });
  afterEach(() => void unsubscribe(INVOCATION_CHANNEL, note));
  return events;
}

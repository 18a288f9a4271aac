/** Records what an attempt came to, with everything it does, in one operation (E3), and sends off what leaves with it. */

import { makeCallback, returnResult, routeTo } from "../callback/return-result.js";
import { nudge } from "../callback/nudge.js";
import { publish } from "../events.js";
import type { Intent, RecordedResult } from "../store/store.js";
import { acknowledge } from "./acknowledge.js";
import type { Attempt } from "./attempt.js";
import type { Call } from "./call.js";

export async function commitResult<Handler>(
  { envelope: { caller } }: Call<Handler>,
  { about, base, context, log, state, outbox }: Attempt,
  result: RecordedResult,
): Promise<void> {
  // An undeclared throw is a fault of the handler: what it had written or sent so far is dropped. What it had read must
  // still be so, or it may have failed over a state that never was.
  const hasEffects = result.kind === "reply";
  const writes = hasEffects ? state.writes : [];
  // What is sent inherits the expiry, which the store has to mint first for the call of a plain client.
  if (hasEffects && !outbox.isEmpty) await log.mint();
  const departures = hasEffects && !outbox.isEmpty ? await outbox.departures(context.store, context.transport) : [];
  const route = caller && routeTo(caller, base.key.partition, context);
  const callback = caller && makeCallback(caller, about.method, log.expiry, result);

  const { wake } = await log.finish({
    reads: state.reads,
    writes,
    result,
    ...(departures.length > 0 && { outbox: departures.map(({ entry }) => entry) }),
    ...(route === "commit" && { callback }),
  });
  if (writes.length > 0) publish({ event: "wrote", ...about, keys: writes.length });
  if (route === "commit") publish({ event: "called-back", ...about, route, outcome: "applied" });

  const { background, callTimeoutMs } = context;
  const send = (intent: Intent): Promise<Uint8Array> => nudge(context, intent, callTimeoutMs);
  if (wake !== undefined) background.start(send(wake));
  if (caller !== undefined && callback !== undefined && route !== undefined && route !== "commit")
    background.start(returnResult(route, caller, callback, about, context));
  for (const { entry, first, isReached } of departures) {
    const answered = send(first);
    background.start(isReached ? answered : answered.then((reply) => acknowledge(context.store, entry, reply)));
  }
}

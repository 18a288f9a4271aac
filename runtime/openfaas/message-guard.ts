/** Lets only those messages into a function that somebody with its key has sent. */

import type { IncomingHttpHeaders } from "node:http";
import { ProtocolError } from "../protocol/protocol-error.js";
import { readEnvelope } from "../service/messages.js";
import type { CallKeys } from "./call-keys.js";
import { objectToSignature, SIGNATURE_HEADER } from "./call-signature.js";

/** Why a message is refused: a sentence. Undefined if it may pass. */
export type MessageGuard = (headers: IncomingHttpHeaders, body: Uint8Array) => Promise<string | undefined>;

/** @param keys absent: every message may pass */
export function guardMessages(keys: CallKeys | undefined, functionName: string): MessageGuard {
  if (keys === undefined) return async () => undefined;
  return async (headers, body) => {
    const header = headers[SIGNATURE_HEADER.toLowerCase()];
    const signature = typeof header === "string" ? header : undefined;
    const objection = objectToSignature(keys, functionName, signature, body, Date.now());
    if (objection !== undefined) return objection;
    // Sent again by somebody who has seen it, a call is the same call only because of its ID.
    return (await hasEnvelope(body))
      ? undefined
      : "The message carries no invocation ID, so it could be sent again as a new call.";
  };
}

async function hasEnvelope(body: Uint8Array): Promise<boolean> {
  try {
    return (await readEnvelope(body)) !== undefined;
  } catch (error) {
    if (error instanceof ProtocolError) return false; // No client of ours has made it.
    throw error;
  }
}

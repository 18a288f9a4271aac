/**
 * The signature of a call: proof that its sender has one of the function's keys, and has sent this very message to this
 * function, not long ago.
 */

import { createHmac, timingSafeEqual } from "node:crypto";
import type { CallKeys } from "./call-keys.js";

/** `v1 <until> <signature>`: milliseconds since 1970, and 64 hex digits. */
export const SIGNATURE_HEADER = "X-Thrift-Faas-Signature";

const VERSION = "v1";

/**
 * The header's value.
 * @param functionName without the namespace, which a function does not know
 * @param until when it stops being good, in milliseconds since 1970
 */
export function signCall(key: string, functionName: string, until: number, body: Uint8Array): string {
  return `${VERSION} ${until} ${digest(key, functionName, String(until), body).toString("hex")}`;
}

/**
 * Why a message is not to be believed: a sentence that tells nothing of the keys. Undefined if it is.
 * @param header as it came; undefined if there is none
 * @param now in milliseconds since 1970
 */
export function objectToSignature(
  keys: CallKeys,
  functionName: string,
  header: string | undefined,
  body: Uint8Array,
  now: number,
): string | undefined {
  if (header === undefined) return "The message is not signed.";
  const [, until, hex] = /^v1 (\d{1,15}) ([0-9a-f]{64})$/.exec(header) ?? [];
  if (until === undefined || hex === undefined) return "The message's signature is of no form that is known here.";
  const signature = Buffer.from(hex, "hex");
  if (!keys.some((key) => timingSafeEqual(digest(key, functionName, until, body), signature)))
    return "The message was signed with another key, or for another function, or was changed on its way.";
  if (now > Number(until))
    return `The message came after its signature had expired, at ${new Date(Number(until)).toISOString()}.`;
  return undefined;
}

/** Each part ends where it says, and the body last. */
function digest(key: string, functionName: string, until: string, body: Uint8Array): Buffer {
  const [name = ""] = functionName.split(".");
  return createHmac("sha256", key).update(`${VERSION}\n${name}\n${until}\n`).update(body).digest();
}

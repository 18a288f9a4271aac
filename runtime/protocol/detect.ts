/** Recognises the protocol of a message by how it begins, as a peer's Content-Type does not tell. */

import { binary, oldBinary } from "./binary.js";
import { compact } from "./compact.js";
import type { Protocol } from "./protocol.js";

const OPENING_BRACKET = 0x5b;

/** The protocol these bytes are a message of; undefined when they begin like none. */
export async function detectProtocol(bytes: Uint8Array): Promise<Protocol | undefined> {
  const first = bytes[0];
  if (first === 0x80) return binary;
  // An old header begins with the length of the method's name.
  if (first === 0x00) return oldBinary;
  if (first === 0x82) return compact;
  const firstOfText = bytes.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  // Few messages are JSON, and what writes it takes its time to load.
  return firstOfText === OPENING_BRACKET ? (await import("./json.js")).json : undefined;
}

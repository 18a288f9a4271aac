/**
 * SHA-256 and HMAC-SHA-256 of what is short: IDs, fingerprints, tokens. In JavaScript, because `node:crypto` takes 10 ms to
 * load, which is a good part of a cold start. Long input is worth those.
 */

import { createHash } from "node:crypto";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 as inJavaScript } from "@noble/hashes/sha2.js";

/** In bytes: from here on, loading `node:crypto` costs less than doing without it. */
const LONG = 64 * 1024;

/** 32 bytes. */
export function sha256(bytes: Uint8Array): Buffer {
  return bytes.length < LONG ? Buffer.from(inJavaScript(bytes)) : createHash("sha256").update(bytes).digest();
}

/** 64 hex digits. */
export function sha256Hex(bytes: Uint8Array): string {
  return sha256(bytes).toString("hex");
}

/** 32 bytes. */
export function hmacSha256(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return hmac(inJavaScript, key, bytes);
}

/** Takes as long wherever the difference is. */
export function areEqualSecrets(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (const [index, byte] of one.entries()) difference |= byte ^ (other[index] ?? 0);
  return difference === 0;
}

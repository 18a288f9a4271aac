/**
 * The token in an envelope: proof that the caller named in it has made this call (E8). Only who has the secret of the
 * caller's store can make one, so nobody else can have a result put into the caller's log.
 */

import { areEqualSecrets, hmacSha256 } from "../sha256.js";

/** What a token vouches for: this step of this caller waits for this callee, until then. */
export interface Signed {
  readonly caller: { readonly partition: string; readonly id: string };
  readonly step: string;
  /** Of the call, as the caller has it. */
  readonly fingerprint: string;
  /** The callee's invocation ID. */
  readonly callee: string;
  /** Of both IDs, in milliseconds since 1970. */
  readonly expiry: number;
}

/** HMAC-SHA256 over everything that is signed, each part with its length before it; 32 bytes. */
export function signToken(key: Uint8Array, { caller, step, fingerprint, callee, expiry }: Signed): Uint8Array {
  const parts = [caller.partition, caller.id, step, fingerprint, callee, String(expiry)];
  return hmacSha256(key, Buffer.from(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join("")));
}

export function isTokenOf(key: Uint8Array, signed: Signed, token: Uint8Array): boolean {
  return areEqualSecrets(signToken(key, signed), token);
}

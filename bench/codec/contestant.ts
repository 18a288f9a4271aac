/** What a contestant is: for each message, a way to encode and to decode it. */

import type { Messages } from "./messages.js";

/** Encodes and decodes the variants of one message, which have been turned into the contestant's own types before. */
export interface Subject {
  readonly encode: (variant: number) => Uint8Array;
  readonly decode: (variant: number) => unknown;
  readonly variants: number;
}

export type Contestant = { readonly [Name in keyof Messages]: Subject };

/**
 * @param values in the types that users of the contestant have
 * @param encode makes bytes that the caller may keep
 */
export function subject<T>(
  values: readonly T[],
  encode: (value: T) => Uint8Array,
  decode: (bytes: Uint8Array) => unknown,
): Subject {
  // As they arrive from a socket: each message in a buffer of its own.
  const encoded = values.map((value) => Buffer.from(encode(value)));
  return {
    variants: values.length,
    encode: (variant) => encode(values[variant]!),
    decode: (variant) => decode(encoded[variant]!),
  };
}

/**
 * A field's header as one number, its tag: the wire type in the upper half, the field's ID in the lower. Generated codecs
 * compare and write whole tags: `0x0b0002` is field 2, a string. That is one comparison for both, and no table.
 */

import type { TType } from "./protocol.js";

/** In the place of a tag: the struct has no more fields. */
export const END = 0;

export function tagOf(type: TType, id: number): number {
  return (type << 16) | (id & 0xffff);
}

export function typeOf(tag: number): TType {
  return (tag >> 16) as TType;
}

export function idOf(tag: number): number {
  return (tag << 16) >> 16;
}

import { BinaryReader } from "./binary-reader.js";
import { BinaryWriter, OldBinaryWriter } from "./binary-writer.js";
import { CONTENT_TYPE } from "./content-type.js";
import type { Limits } from "./limits.js";
import type { Protocol } from "./protocol.js";

const reader = (bytes: Uint8Array, limits?: Limits): BinaryReader => new BinaryReader(bytes, limits);

/** Reads both kinds of headers, and writes strict ones. */
export const binary = {
  name: "binary",
  contentType: CONTENT_TYPE,
  reader,
  writer: () => new BinaryWriter(),
} as const satisfies Protocol;

/** The same with the headers that Thrift had at first, without a version: for peers that know no others. */
export const oldBinary = {
  name: "binary-old",
  contentType: CONTENT_TYPE,
  reader,
  writer: () => new OldBinaryWriter(),
} as const satisfies Protocol;

/** Whether values are written alike in both, behind whatever header. */
export function isBinary(protocol: Protocol): boolean {
  return protocol === binary || protocol === oldBinary;
}

import { BinaryReader } from "./binary-reader.js";
import { BinaryWriter } from "./binary-writer.js";
import { CONTENT_TYPE } from "./content-type.js";
import type { Limits } from "./limits.js";
import type { Protocol } from "./protocol.js";

/** Writes strict headers; reads strict and old ones. */
export const binary = {
  name: "binary",
  contentType: CONTENT_TYPE,
  reader: (bytes, limits?: Limits) => new BinaryReader(bytes, limits),
  writer: () => new BinaryWriter(),
} as const satisfies Protocol;

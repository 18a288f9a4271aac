import { CompactReader } from "./compact-reader.js";
import { CompactWriter } from "./compact-writer.js";
import { CONTENT_TYPE } from "./content-type.js";
import type { Limits } from "./limits.js";
import type { Protocol } from "./protocol.js";

/** Writes what Apache's libraries write; reads their older variants as well. */
export const compact = {
  name: "compact",
  contentType: CONTENT_TYPE,
  reader: (bytes, limits?: Limits) => new CompactReader(bytes, limits),
  writer: () => new CompactWriter(),
} as const satisfies Protocol;

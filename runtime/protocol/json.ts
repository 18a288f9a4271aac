import { CONTENT_TYPE } from "./content-type.js";
import { JsonReader } from "./json-reader.js";
import { JsonWriter } from "./json-writer.js";
import type { Limits } from "./limits.js";
import type { Protocol } from "./protocol.js";

/** Thrift's typed JSON (`TJSONProtocol`), not the readable one without types. */
export const json = {
  name: "json",
  contentType: CONTENT_TYPE,
  reader: (bytes, limits?: Limits) => new JsonReader(bytes, limits),
  writer: () => new JsonWriter(),
} as const satisfies Protocol;

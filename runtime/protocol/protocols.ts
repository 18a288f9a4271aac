/** The protocols a body can be written in. */

import { BinaryReader } from "./binary-reader.js";
import { BinaryWriter } from "./binary-writer.js";
import { JsonReader } from "./json-reader.js";
import { JsonWriter } from "./json-writer.js";
import type { Protocol } from "./protocol.js";

/**
 * What Apache's HTTP clients send and expect whichever protocol they speak. The name a more exact one would have
 * (`application/vnd.apache.thrift.json`) is known to hardly any of them, so the body's first byte decides: `detectProtocol`.
 */
const CONTENT_TYPE = "application/x-thrift";

/** Writes strict headers; reads strict and old ones. */
export const binary = {
  name: "binary",
  contentType: CONTENT_TYPE,
  reader: (bytes) => new BinaryReader(bytes),
  writer: () => new BinaryWriter(),
} as const satisfies Protocol;

/** Thrift's typed JSON (`TJSONProtocol`), not the readable one without types. */
export const json = {
  name: "json",
  contentType: CONTENT_TYPE,
  reader: (bytes) => new JsonReader(bytes),
  writer: () => new JsonWriter(),
} as const satisfies Protocol;

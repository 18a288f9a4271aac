/** Who is compared, in the order of the table. */

import { binary } from "../../../runtime/protocol/binary.js";
import { compact } from "../../../runtime/protocol/compact.js";
import { json } from "../../../runtime/protocol/json.js";
import type { Contestant } from "../contestant.js";
import { apache } from "./apache.js";
import { ours } from "./ours.js";
import { protobufEs } from "./protobuf-es.js";
import { protobufjs } from "./protobufjs.js";
import { msgpackr, plainJson } from "./schemaless.js";
import { thriftTypescript } from "./thrift-typescript.js";
import { thriftrw } from "./thriftrw.js";

/** What all others are measured in. */
export const BASELINE = "Apache thrift, binary";

export const CONTESTANTS: ReadonlyMap<string, () => Contestant> = new Map([
  ["thrift-faas, binary", () => ours(binary)],
  ["thrift-faas, binary after all", () => ours(binary, [compact, json])],
  ["thrift-faas, compact", () => ours(compact)],
  ["thrift-faas, compact after all", () => ours(compact, [binary, json])],
  ["thrift-faas, JSON", () => ours(json)],
  [BASELINE, () => apache("TBinaryProtocol")],
  ["Apache thrift, compact", () => apache("TCompactProtocol")],
  ["Apache thrift, JSON", () => apache("TJSONProtocol")],
  ["thrift-typescript, binary", () => thriftTypescript("BinaryProtocol")],
  ["thrift-typescript, compact", () => thriftTypescript("CompactProtocol")],
  ["thriftrw, binary", thriftrw],
  ["protobufjs, static", protobufjs],
  ["protobuf-es", protobufEs],
  ["JSON.stringify, parse", plainJson],
  ["msgpackr, records", msgpackr],
]);

import { binary, oldBinary } from "./binary.js";
import { compact } from "./compact.js";
import type { Protocol } from "./protocol.js";

export const PROTOCOL_NAMES = [
  "binary",
  "binary-old",
  "compact",
  "json",
] as const satisfies readonly Protocol["name"][];

export function isProtocolName(name: string): name is Protocol["name"] {
  return PROTOCOL_NAMES.some((known) => known === name);
}

/** A protocol by its name. At once where it is loaded already: few speak JSON, and what writes it takes its time to load. */
export function loadProtocol(name: Protocol["name"]): Protocol | Promise<Protocol> {
  switch (name) {
    case "binary":
      return binary;
    case "binary-old":
      return oldBinary;
    case "compact":
      return compact;
    case "json":
      return import("./json.js").then(({ json }) => json);
  }
}

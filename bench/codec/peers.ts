/** Where the packages that we are compared with are, and the code that their generators make. */

import { createRequire } from "node:module";
import { join } from "node:path";
import { PACKAGE } from "../../test/support/imports.js";

export const PEERS = join(PACKAGE, "bench/codec");
export const IDL = join(PACKAGE, "idl-examples/social_network.thrift");
export const PROTO = join(PEERS, "social_network.proto");

/** Beside the packages, so that what is generated finds them, and git does not see it. */
export const GENERATED = join(PEERS, "node_modules/.generated");

/** Loads a package or a generated file of the peers: `thrift`, `./node_modules/.generated/apache/TextService.js`. */
export const loadPeer = createRequire(join(PEERS, "package.json"));

/** A generated file, for `loadPeer`. */
export function generated(path: string): string {
  return join(GENERATED, path);
}

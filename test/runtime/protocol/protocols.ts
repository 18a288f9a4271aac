/** All protocols: what one of them promises, each does. Old binary has binary's values; its messages are in binary.test.ts. */

import { binary } from "../../../runtime/protocol/binary.js";
import { compact } from "../../../runtime/protocol/compact.js";
import { json } from "../../../runtime/protocol/json.js";

export const PROTOCOLS = [binary, compact, json] as const;

/** State is stored as structs in the binary protocol, each on its own. */

import type { StructCodec } from "../protocol/protocol.js";
import { binary } from "../protocol/protocols.js";

export function encodeState<T>(codec: StructCodec<T>, value: T): Uint8Array {
  const output = binary.writer();
  codec.write(output, value);
  return output.finish();
}

export function decodeState<T>(codec: StructCodec<T>, bytes: Uint8Array): T {
  const input = binary.reader(bytes);
  const value = codec.read(input);
  input.assertEnd();
  return value;
}

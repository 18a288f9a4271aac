import { detectProtocol } from "./detect.js";
import { ProtocolError } from "./protocol-error.js";
import type { MessageHeader, Protocol, ProtocolReader } from "./protocol.js";

/** How a message begins, and what reads on behind that; undefined if it begins like none. */
export async function peekHeader(
  message: Uint8Array,
): Promise<
  { readonly protocol: Protocol; readonly header: MessageHeader; readonly input: ProtocolReader } | undefined
> {
  const protocol = await detectProtocol(message);
  if (protocol === undefined) return undefined;
  const input = protocol.reader(message);
  try {
    return { protocol, header: input.readMessageBegin(), input };
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

import type { Transport, TransportOptions } from "../client/transport.js";
import { FramedClient } from "../framed/framed-client.js";
import type { PeerAddress } from "./peer-address.js";
import { PlainHttpClient } from "./plain-http-client.js";

/** A transport whose connections can be closed. */
export interface OpenTransport extends Transport {
  close(): void;
}

/** What leads to a plain Thrift server. Nothing is connected before the first call. */
export function openPeer(address: PeerAddress, options?: TransportOptions): OpenTransport {
  return address.kind === "tcp"
    ? new FramedClient(address.host, address.port, options)
    : new PlainHttpClient(address.url, options);
}

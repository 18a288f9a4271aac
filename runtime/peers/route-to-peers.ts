import type { Transport } from "../client/transport.js";
import type { Protocol } from "../protocol/protocol.js";
import { openPeer, type OpenTransport } from "./open-peer.js";
import type { PeerAddress } from "./peer-address.js";

/** A plain Thrift server that stands in for a function. */
export interface PeerSetting {
  readonly address: PeerAddress;
  readonly protocol: Protocol["name"];
}

/**
 * Sends calls of the functions named here to the servers that stand in for them, and all others by `outside`.
 * @param peers by the functions' names
 * @param maxReplyBytes how long the servers' replies may be
 */
export function routeToPeers(
  peers: ReadonlyMap<string, PeerSetting>,
  maxReplyBytes: number,
  outside: OpenTransport,
): OpenTransport {
  const clients = new Map(
    [...peers].map(([name, { address, protocol }]) => [name, openPeer(address, { protocol, maxReplyBytes })]),
  );
  const leadingTo = (name: string): Transport => clients.get(name) ?? outside;
  return {
    peer: (name) => leadingTo(name).peer?.(name),
    post: (...message) => leadingTo(message[0]).post(...message),
    close() {
      for (const client of clients.values()) client.close();
      outside.close();
    },
  };
}

import { isProtocolName, PROTOCOL_NAMES } from "../protocol/load-protocol.js";
import { parsePeerAddress, PEER_ADDRESSES } from "../peers/peer-address.js";
import type { PeerSetting } from "../peers/route-to-peers.js";
import { SettingError } from "./setting-error.js";

/**
 * `THRIFT_FAAS_PEERS`: which functions are plain Thrift servers instead, `<function>=<address>` with spaces, commas or line
 * ends between them. `?protocol=compact` behind an address says what its server speaks if that is not binary.
 * @throws SettingError
 */
export function readPeers(text = ""): ReadonlyMap<string, PeerSetting> {
  const peers = new Map<string, PeerSetting>();
  for (const entry of text.split(/[\s,]+/).filter((part) => part !== "")) {
    const [, name = "", url = "", protocol = "binary"] = /^([-\w.]+)=(.+?)(?:\?protocol=([-\w]*))?$/.exec(entry) ?? [];
    const address = parsePeerAddress(url);
    if (address === undefined)
      throw new SettingError(
        `THRIFT_FAAS_PEERS holds "${entry}"; an entry is a function's name, "=" and an address: ${PEER_ADDRESSES}`,
      );
    if (!isProtocolName(protocol))
      throw new SettingError(
        `THRIFT_FAAS_PEERS says ?protocol=${protocol} of ${name}; it is one of ${PROTOCOL_NAMES.join(", ")}`,
      );
    if (peers.has(name)) throw new SettingError(`THRIFT_FAAS_PEERS names ${name} twice`);
    peers.set(name, { address, protocol });
  }
  return peers;
}

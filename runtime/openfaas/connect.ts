import { EdgeCaller, type Edge, type EdgeSender } from "../client/edge-caller.js";
import { processEnvironment } from "../environment.js";
import { openPeer } from "../peers/open-peer.js";
import { isPeerAddress, parsePeerAddress, PEER_ADDRESSES } from "../peers/peer-address.js";
import { isProtocolName, PROTOCOL_NAMES } from "../protocol/load-protocol.js";
import { parseCallKeys } from "./call-keys.js";
import { GatewayClient } from "./gateway-client.js";
import { SettingError } from "./setting-error.js";

/** A connection from outside every function; generated clients take it as their caller. */
export interface Connection extends Edge {
  /** Closes idle connections, so that the process can end. */
  close(): void;
}

export interface ConnectOptions {
  /** How long a call is tried, in milliseconds; then it throws a `DeliveryError`. 30 seconds if absent. */
  readonly timeoutMs?: number;
  /** What the other side is spoken to in, `binary` if absent. Functions understand all of them. */
  readonly protocol?: (typeof PROTOCOL_NAMES)[number];
  /** How long a reply may be, in bytes; 16777216 (16 MiB) if absent. */
  readonly maxReplyBytes?: number;
  /** Where the functions are, on a gateway with several namespaces; its default one if absent. */
  readonly namespace?: string;
  /** What the functions' secret `thrift-faas-call-key` holds, if they have it: they answer to nobody else. */
  readonly callKey?: string;
}

/**
 * Connects to an OpenFaaS gateway. Each call through it is a new root invocation and happens exactly once: it is
 * retried under its ID until it is answered. A `DeliveryError` says that no answer came, and by its `outcome` whether the
 * call can have run.
 *
 * Or connects to one Thrift server that is no function: `tcp://host:9090` with framed TCP, `thrift+http://host:8080/path` over
 * HTTP. Such a server keeps no record of calls, so one is retried only as long as it cannot have run, or if the IDL says that
 * it may run twice (`faas.readonly`, `pure`, `idempotent`); its ID means something to `thrift-faas serve` only.
 * @param address such as `http://127.0.0.1:8080`, or `https://user:password@...` where basic auth stands in front of a gateway
 * @throws SettingError if the address is none, or the key is too short
 */
export function connect(address: string, options: ConnectOptions = {}): Connection {
  const { timeoutMs = 30_000, protocol = "binary", maxReplyBytes, namespace, callKey } = options;
  if (!isProtocolName(protocol))
    throw new SettingError(`"${String(protocol)}" is no protocol; it is one of ${PROTOCOL_NAMES.join(", ")}`);
  if (!isPeerAddress(address)) {
    const callKeys = callKey === undefined ? undefined : parseCallKeys(callKey, "callKey");
    const client = new GatewayClient(address, { namespace, callKeys, protocol, maxReplyBytes });
    return new OpenConnection({ transport: client, queue: client.queue }, timeoutMs, () => client.close());
  }
  const peer = parsePeerAddress(address);
  if (peer === undefined) throw new SettingError(`"${address}" is no address of a Thrift server: ${PEER_ADDRESSES}`);
  if (namespace !== undefined || callKey !== undefined)
    throw new SettingError(`namespace and callKey are for functions behind a gateway; ${address} is none`);
  const client = openPeer(peer, { protocol, maxReplyBytes });
  return new OpenConnection({ transport: client }, timeoutMs, () => client.close());
}

class OpenConnection extends EdgeCaller implements Connection {
  readonly #close: () => void;

  constructor(sender: Omit<EdgeSender, "environment">, timeoutMs: number, close: () => void) {
    super({ ...sender, environment: processEnvironment }, timeoutMs);
    this.#close = close;
  }

  close(): void {
    this.#close();
  }
}

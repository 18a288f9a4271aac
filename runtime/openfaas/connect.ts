import { EdgeCaller, type Edge } from "../client/edge-caller.js";
import { processEnvironment } from "../environment.js";
import { parseCallKeys } from "./call-keys.js";
import { GatewayClient } from "./gateway-client.js";

/** A connection from outside every function; generated clients take it as their caller. */
export interface Connection extends Edge {
  /** Closes idle connections to the gateway, so that the process can end. */
  close(): void;
}

export interface ConnectOptions {
  /** How long a call is tried, in milliseconds; then it throws a `DeliveryError`. 30 seconds if absent. */
  readonly timeoutMs?: number;
  /** Where the functions are, on a gateway with several namespaces; its default one if absent. */
  readonly namespace?: string;
  /** What the functions' secret `thrift-faas-call-key` holds, if they have it: they answer to nobody else. */
  readonly callKey?: string;
}

/**
 * Connects to an OpenFaaS gateway. Each call through it is a new root invocation and happens exactly once: it is
 * retried under its ID until it is answered. A `DeliveryError` says that no answer came, and by its `outcome` whether the
 * call can have run.
 * @param gateway such as `http://127.0.0.1:8080`, or `https://user:password@...` where basic auth stands in front of it
 * @throws SettingError if that is no gateway's URL, or the key is too short
 */
export function connect(gateway: string, options: ConnectOptions = {}): Connection {
  const { timeoutMs = 30_000, namespace, callKey } = options;
  const callKeys = callKey === undefined ? undefined : parseCallKeys(callKey, "callKey");
  return new GatewayConnection(new GatewayClient(gateway, { namespace, callKeys }), timeoutMs);
}

class GatewayConnection extends EdgeCaller implements Connection {
  readonly #client: GatewayClient;

  constructor(client: GatewayClient, timeoutMs: number) {
    super({ transport: client, queue: client.queue, environment: processEnvironment }, timeoutMs);
    this.#client = client;
  }

  close(): void {
    this.#client.close();
  }
}

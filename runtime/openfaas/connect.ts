import { EdgeCaller, type Edge } from "../client/edge-caller.js";
import { processEnvironment } from "../environment.js";
import { GatewayClient } from "./gateway-client.js";

/** A connection from outside every function; generated clients take it as their caller. */
export interface Connection extends Edge {
  /** Closes idle connections to the gateway, so that the process can end. */
  close(): void;
}

/**
 * Connects to an OpenFaaS gateway. Each call through it is a new root invocation and happens exactly once: it is
 * retried under its ID until it is answered.
 * @param gateway such as `http://127.0.0.1:8080`
 * @param options.timeoutMs how long a call is tried, in milliseconds; then it throws a `DeliveryError`, whose
 *   `outcome` says whether the call can have run
 */
export function connect(gateway: string, options: { readonly timeoutMs?: number } = {}): Connection {
  const transport = new GatewayClient(gateway);
  const edge = new EdgeCaller({ transport, environment: processEnvironment }, options.timeoutMs ?? 30_000);
  return {
    call: (service, method, args) => edge.call(service, method, args),
    withId: (id) => edge.withId(id),
    submit: (service, method, args) => edge.submit(service, method, args),
    attach: (service, method, id) => edge.attach(service, method, id),
    close: () => transport.close(),
  };
}

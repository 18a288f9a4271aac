import type { Reply } from "../service/exchange.js";

/**
 * The response header that tells what a function of ours has to say from what the gateway, the watchdog or a stranger
 * says. Status and Content-Type prove nothing: a watchdog copies the Content-Type of the request onto its own errors.
 */
export const MARKER_HEADER = "X-Thrift-Faas";

/** Its values: the kind of the reply, or that the message was refused before anybody looked into it. */
export type Mark = Reply["kind"] | "refused";

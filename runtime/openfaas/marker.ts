/**
 * The response header that tells what a function of ours has to say from what the gateway, the watchdog or a stranger
 * says. Status and Content-Type prove nothing: a watchdog copies the Content-Type of the request onto its own errors.
 * Its value is the `kind` of the reply.
 */
export const MARKER_HEADER = "X-Thrift-Faas";

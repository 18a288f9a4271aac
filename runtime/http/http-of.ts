import * as http from "node:http";

/**
 * The module of Node.js that speaks a URL's protocol. That for https is loaded when it is needed: few functions do, and it
 * takes 5 ms of a cold start.
 */
export function httpOf({ protocol }: URL): Pick<typeof http, "Agent" | "request"> {
  return protocol === "https:" ? process.getBuiltinModule("node:https") : http;
}

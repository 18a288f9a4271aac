/** Where a gateway is, who may pass it, and what the paths of its functions are. */

import { unescape } from "node:querystring";
import { SettingError } from "./setting-error.js";

/** As the gateway's own routes take it: `name` or `name.namespace`. A path of dots or slashes would lead elsewhere. */
const FUNCTION_NAME = /^[-\w]+(\.[-\w]+)?$/;

export interface GatewayAddress {
  /** Without credentials, with one slash at the end of its path. */
  readonly base: URL;
  /** The value of the Authorization header, if the URL named a user. */
  readonly authorization: string | undefined;
}

/**
 * Reads a gateway's URL. No slash in it is left doubled: a gateway answers those with a redirect that turns a POST into a
 * GET. User and password are taken out of it, so that no message shows them.
 * @throws SettingError if it is none, or not of http or https
 */
export function parseGatewayUrl(text: string): GatewayAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw new SettingError(`"${withoutUser(text)}" is no URL of a gateway; one looks like http://127.0.0.1:8080`);
  const { username, password } = url;
  url.username = "";
  url.password = "";
  url.pathname = `${url.pathname}/`.replaceAll(/\/+/g, "/");
  url.search = "";
  url.hash = "";
  return { base: url, authorization: username + password === "" ? undefined : basic(username, password) };
}

/** A function as people name it: by its URL. */
export interface FunctionAddress {
  /** The gateway's URL, credentials included. */
  readonly gateway: string;
  /** Undefined if the URL is the gateway's alone. */
  readonly functionName: string | undefined;
}

/**
 * Takes the URL of a function apart, such as `http://127.0.0.1:8080/function/text-service`. Any other address is taken
 * for a gateway's, and not checked.
 * @throws SettingError if it is that of the queue in front of a function
 */
export function splitFunctionUrl(text: string): FunctionAddress {
  const [, gateway = text, route, functionName] = /^(https?:.+)\/((?:async-)?function)\/([^/]+)\/?$/.exec(text) ?? [];
  if (route === "async-function")
    throw new SettingError(`"${withoutUser(text)}" answers before the call is done; use /function/${functionName}`);
  return { gateway, functionName };
}

/**
 * The URL of a function, or of the queue in front of it; undefined if no function can have this name, which may come from
 * a stranger's envelope.
 * @param namespace of a function whose name says none; absent: the gateway's own default
 */
export function functionUrl(
  base: URL,
  route: "function" | "async-function",
  functionName: string,
  namespace: string | undefined,
): URL | undefined {
  if (!FUNCTION_NAME.test(functionName)) return undefined;
  const qualified =
    namespace === undefined || functionName.includes(".") ? functionName : `${functionName}.${namespace}`;
  const url = new URL(base);
  url.pathname += `${route}/${qualified}`;
  return url;
}

/** A user's name and password are percent-encoded in a URL, and are not in the header. */
function basic(username: string, password: string): string {
  const credentials = `${unescape(username)}:${unescape(password)}`;
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}

/** Whatever it was meant to be: it need not have the slashes that a user stands behind. */
function withoutUser(text: string): string {
  return text.replace(/.*@/s, "***@");
}

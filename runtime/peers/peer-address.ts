/** Where a Thrift server is that is no function behind a gateway, as a URL says it. */

/** A server with framed TCP (`TFramedTransport` over `TSocket`). */
export interface TcpAddress {
  readonly kind: "tcp";
  readonly host: string;
  readonly port: number;
}

/** A server that takes POSTs with Thrift messages (`THttpServer`). */
export interface HttpAddress {
  readonly kind: "http";
  readonly url: URL;
}

export type PeerAddress = TcpAddress | HttpAddress;

/** What such addresses look like, for messages. */
export const PEER_ADDRESSES = "tcp://host:9090 for framed TCP, thrift+http://host:8080/path for HTTP";

/** Whether the text means to be one: nothing else begins so. */
export function isPeerAddress(text: string): boolean {
  return /^(tcp|thrift\+https?):/i.test(text);
}

/** Undefined if it is none. */
export function parsePeerAddress(text: string): PeerAddress | undefined {
  if (!isPeerAddress(text) || !URL.canParse(text)) return undefined;
  const { protocol, hostname, port, pathname, search, hash, username, password, href } = new URL(text);
  if (hostname === "" || username + password + hash !== "") return undefined;
  if (protocol !== "tcp:") return { kind: "http", url: new URL(href.replace(/^thrift\+/, "")) };
  if (port === "" || port === "0" || search !== "" || (pathname !== "" && pathname !== "/")) return undefined;
  return { kind: "tcp", host: hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(port) };
}

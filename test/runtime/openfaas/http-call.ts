import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http";

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface HttpCall {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Several chunks are sent one after the other, without a Content-Length. */
  readonly body?: Uint8Array | readonly Uint8Array[];
  readonly signal?: AbortSignal;
}

/** One request on a connection of its own; rejects if the reply breaks off. The URL's path is sent as it is. */
export function httpCall(url: string, call: HttpCall = {}): Promise<HttpReply> {
  const { method = "POST", headers = {}, body = [], signal } = call;
  const [, host, port, path = "/"] = /^http:\/\/([^:/]+):(\d+)(\/.*)?$/.exec(url) ?? [];
  return new Promise((resolve, reject) => {
    const options = { host, port, path, method, headers, agent: false, ...(signal && { signal }) };
    const sent = request(options, (response) => {
      const chunks: Uint8Array[] = [];
      response.on("data", (chunk: Uint8Array) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          rawHeaders: response.rawHeaders,
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.on("error", reject);
    if (body instanceof Uint8Array) {
      sent.end(body);
    } else {
      for (const chunk of body) sent.write(chunk);
      sent.end();
    }
  });
}

/** What gateways, providers, watchdogs, proxies and function hosts were seen to answer that is no reply, and what it means. */

export interface Row {
  readonly name: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly outcome: "not-executed" | "unknown";
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly says: RegExp;
}

const THRIFT = "application/x-thrift";
const text = { "Content-Type": "text/plain; charset=utf-8" };
/** Empty, and with the request's Content-Type copied onto it. */
const watchdog = { "Content-Type": THRIFT, "X-OpenFaaS-Internal": "of-watchdog" };
const proxy = { ...text, "X-OpenFaaS-Internal": "proxy" };
const middleware = { ...text, "X-OpenFaaS-Internal": "faas-middleware" };
const called = {
  "X-Call-Id": "5a2c0f6e-1b1f-4b5e-9d4e-0a8f3f8f4c11",
  "X-Start-Time": "1700000000000000000",
  "X-Served-By": "openfaas-ce/0.27",
};
const marked = (kind: string): Record<string, string> => ({ ...text, "X-Thrift-Faas": kind });

const TOO_LARGE =
  "Error queuing request: request body too large for OpenFaaS CE (700000 bytes), maximum: 256000 bytes\n";

// prettier-ignore
export const CALL_ROWS: readonly Row[] = [
  { name: "unknown function, no scaling from zero", status: 503, headers: proxy, body: "No endpoints available for: nope.\n", outcome: "not-executed", retryable: true, says: /no instance of this function.*deployed under this name/ },
  { name: "unknown function, scaling from zero", status: 404, headers: text, body: "error finding function nope.openfaas-fn: server returned non-200 status code (404) for function", outcome: "not-executed", retryable: false, says: /there is no function of this name.*Deploy it/ },
  { name: "provider down, scaling from zero", status: 404, headers: text, body: "error finding function nope.openfaas-fn: dial tcp 127.0.0.1:8081: connect: connection refused", outcome: "not-executed", retryable: true, says: /could not look the function up.*connection refused.*provider runs/ },
  { name: "bad path", status: 404, headers: text, body: "404 page not found\n", outcome: "not-executed", retryable: false, says: /URL is the gateway's own/ },
  { name: "provider down", status: 502, headers: called, outcome: "unknown", retryable: true, says: /no answer in time.*same ID/ },
  { name: "the gateway's upstream_timeout, or the provider's", status: 502, outcome: "unknown", retryable: true, says: /no answer in time.*upstream_timeout/ },
  { name: "replica unreachable, or gone in the middle of a call", status: 500, headers: proxy, body: "Can't reach service for: echo.\n", outcome: "unknown", retryable: true, says: /Can't reach service for: echo\..*same ID/ },
  { name: "crash", status: 500, headers: { ...watchdog, ...called }, outcome: "unknown", retryable: true, says: /crashed or was not ready.*same ID/ },
  { name: "exec_timeout", status: 504, headers: watchdog, outcome: "unknown", retryable: true, says: /exec_timeout/ },
  { name: "max_inflight", status: 429, headers: { ...middleware, "Retry-After": "2" }, body: "Concurrent request limit exceeded. Max concurrent requests: 2\n", outcome: "not-executed", retryable: true, retryAfterMs: 2_000, says: /as many calls as it takes.*max_inflight/ },
  { name: "max_inflight, without a Retry-After", status: 429, headers: middleware, body: "Concurrent request limit exceeded. Max concurrent requests: 2\n", outcome: "not-executed", retryable: true, says: /max_inflight/ },
  { name: "doubled slash", status: 301, headers: { Location: "/function/x" }, outcome: "not-executed", retryable: false, says: /redirected to \/function\/x.*doubled slashes/ },
  { name: "a login page", status: 302, headers: { Location: "https://login" }, outcome: "not-executed", retryable: false, says: /redirected to https:\/\/login/ },
  { name: "http to https", status: 308, headers: { Location: "https://gateway/function/echo" }, outcome: "not-executed", retryable: false, says: /right scheme/ },
  { name: "no POST there", status: 405, headers: text, body: "Method Not Allowed\n", outcome: "not-executed", retryable: false, says: /takes no POST/ },
  { name: "a proxy that waited for the request", status: 408, outcome: "unknown", retryable: true, says: /too long to arrive/ },
  { name: "message too large", status: 413, headers: text, body: "The message is too large; nothing was executed.\n", outcome: "not-executed", retryable: false, says: /too large.*Send less/ },
  { name: "headers too large", status: 431, outcome: "not-executed", retryable: false, says: /headers are too large/ },
  { name: "credentials missing", status: 401, headers: text, outcome: "not-executed", retryable: false, says: /access was refused.*credentials/ },
  { name: "credentials of somebody else", status: 403, headers: text, outcome: "not-executed", retryable: false, says: /access was refused.*credentials/ },
  { name: "our host: unreadable", status: 400, headers: marked("unreadable"), body: "The first byte is 0x7b\n", outcome: "not-executed", retryable: false, says: /could not read the message: The first byte is 0x7b/ },
  { name: "our host: not authentic", status: 401, headers: marked("refused"), body: "The message is not signed.\n", outcome: "not-executed", retryable: false, says: /only authentic messages: The message is not signed\..*thrift-faas-call-key.*callKey/ },
  { name: "our host: unavailable", status: 503, headers: { "Content-Type": THRIFT, "X-Thrift-Faas": "unavailable", "Retry-After": "1" }, body: "\u0080", outcome: "unknown", retryable: true, retryAfterMs: 1_000, says: /infrastructure failed.*same ID/ },
  { name: "our host: busy", status: 429, headers: { ...marked("busy"), "Retry-After": "1" }, outcome: "not-executed", retryable: true, retryAfterMs: 1_000, says: /as many calls as it may.*THRIFT_FAAS_MAX_INFLIGHT/ },
  { name: "our host: a defect", status: 500, headers: text, body: "The function failed; its log says why.\n", outcome: "unknown", retryable: true, says: /the function failed/ },
  { name: "another 503", status: 503, headers: { "Content-Type": "text/html" }, outcome: "unknown", retryable: true, says: /service is unavailable/ },
  { name: "another 5xx", status: 520, outcome: "unknown", retryable: true, says: /gateway failed/ },
  { name: "200 from a stranger", status: 200, headers: { "Content-Type": THRIFT }, body: "\u0080\u0001", outcome: "unknown", retryable: false, says: /no reply of a thrift-faas function.*which image/ },
  { name: "200 of a handler that threw, in a template of OpenFaaS'", status: 200, headers: { "Content-Type": "text/html; charset=utf-8" }, body: "Error: message", outcome: "unknown", retryable: false, says: /no reply of a thrift-faas function/ },
  { name: "200 of a later version", status: 200, headers: { "X-Thrift-Faas": "parked" }, outcome: "unknown", retryable: false, says: /marker "parked".*same version/ },
  { name: "a reply, but not 200", status: 500, headers: { "X-Thrift-Faas": "reply" }, outcome: "unknown", retryable: false, says: /said "reply" and what came is a 500.*between/ },
  { name: "a call that waits, but not 202", status: 200, headers: { "X-Thrift-Faas": "pending" }, outcome: "unknown", retryable: false, says: /said "pending" and what came is a 200/ },
  { name: "202 without a marker", status: 202, headers: called, outcome: "unknown", retryable: false, says: /no reply of a thrift-faas function/ },
  { name: "400 from a stranger", status: 400, headers: text, body: "Bad Request", outcome: "unknown", retryable: false, says: /"Bad Request" is no reply/ },
];

/** Of `/async-function/`: that the message is certainly in the queue only a 202 with a call ID says. */
// prettier-ignore
export const QUEUE_ROWS: readonly Row[] = [
  { name: "no NATS", status: 404, headers: text, body: "404 page not found\n", outcome: "not-executed", retryable: false, says: /no queue.*submit/ },
  { name: "unknown function, scaling from zero", status: 404, headers: text, body: "error finding function nope.openfaas-fn: server returned non-200 status code (404) for function", outcome: "not-executed", retryable: false, says: /there is no function of this name/ },
  { name: "message too large", status: 500, headers: text, body: TOO_LARGE, outcome: "not-executed", retryable: false, says: /too large for the queue: .*maximum: 256000 bytes.*submit/ },
  { name: "NATS down", status: 500, headers: text, body: "Error queuing request: nats: connection closed\n", outcome: "unknown", retryable: true, says: /nats: connection closed.*NATS/ },
  { name: "a bad X-Callback-Url", status: 400, headers: text, body: "parse \":\": missing protocol scheme\n", outcome: "not-executed", retryable: false, says: /queue refused the message: parse/ },
  { name: "not a POST", status: 405, headers: text, outcome: "not-executed", retryable: false, says: /takes no POST/ },
  { name: "credentials missing", status: 401, headers: text, outcome: "not-executed", retryable: false, says: /access was refused/ },
  { name: "doubled slash", status: 301, headers: { Location: "/async-function/x" }, outcome: "not-executed", retryable: false, says: /redirected/ },
  { name: "a proxy's 502", status: 502, outcome: "unknown", retryable: true, says: /no answer in time/ },
  { name: "202 from a stranger", status: 202, headers: text, outcome: "unknown", retryable: false, says: /something else answers/ },
  { name: "a function's own 202: this was no queue", status: 202, headers: { ...marked("pending"), ...called }, outcome: "unknown", retryable: false, says: /said "pending"/ },
  { name: "200 with a reply: this was no queue", status: 200, headers: { "X-Thrift-Faas": "reply" }, outcome: "unknown", retryable: false, says: /said "reply"/ },
];

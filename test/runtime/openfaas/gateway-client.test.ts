import { expect } from "chai";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "../../../emulator/free-port.js";
import { DeliveryError } from "../../../runtime/client/transport.js";
import { GatewayClient } from "../../../runtime/openfaas/gateway-client.js";
import { GatewayError } from "../../../runtime/openfaas/gateway-error.js";
import { readBody } from "../../../runtime/openfaas/read-body.js";
import { ALL_BYTES } from "./all-bytes.js";

const THRIFT = "application/x-thrift";

interface Row {
  readonly name: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly outcome: "not-executed" | "unknown";
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly says: RegExp;
}

const text = { "Content-Type": "text/plain; charset=utf-8" };
/** Empty, and with the request's Content-Type copied onto it. */
const watchdog = { "Content-Type": THRIFT, "X-OpenFaaS-Internal": "of-watchdog" };

/** What gateways, providers, watchdogs and function hosts were seen to answer. */
// prettier-ignore
const ROWS: readonly Row[] = [
  { name: "unknown function, no scaling from zero", status: 503, headers: { ...text, "X-OpenFaaS-Internal": "proxy" }, body: "No endpoints available for: nope.\n", outcome: "not-executed", retryable: true, says: /no instance of this function/ },
  { name: "unknown function, scaling from zero", status: 404, headers: text, body: "error finding function nope.openfaas-fn: server returned non-200 status code (404) for function", outcome: "not-executed", retryable: false, says: /there is no function of this name/ },
  { name: "provider down, scaling from zero", status: 404, headers: text, body: "error finding function nope.openfaas-fn: dial tcp 127.0.0.1:8081: connect: connection refused", outcome: "not-executed", retryable: true, says: /could not look the function up.*connection refused/ },
  { name: "bad path", status: 404, headers: text, body: "404 page not found\n", outcome: "not-executed", retryable: false, says: /URL is the gateway's own/ },
  { name: "provider down", status: 502, outcome: "unknown", retryable: true, says: /no answer in time/ },
  { name: "replica unreachable", status: 500, headers: { ...text, "X-OpenFaaS-Internal": "proxy" }, body: "Can't reach service for: echo.\n", outcome: "unknown", retryable: true, says: /Can't reach service for: echo\./ },
  { name: "crash", status: 500, headers: watchdog, outcome: "unknown", retryable: true, says: /crashed or was not ready/ },
  { name: "exec_timeout", status: 504, headers: watchdog, outcome: "unknown", retryable: true, says: /exec_timeout/ },
  { name: "max_inflight", status: 429, headers: { ...text, "X-OpenFaaS-Internal": "faas-middleware", "Retry-After": "2" }, body: "Concurrent request limit exceeded. Max concurrent requests: 2\n", outcome: "not-executed", retryable: true, retryAfterMs: 2_000, says: /max_inflight/ },
  { name: "doubled slash", status: 301, headers: { Location: "/function/x" }, outcome: "not-executed", retryable: false, says: /redirected to \/function\/x/ },
  { name: "message too large", status: 413, headers: text, outcome: "not-executed", retryable: false, says: /too large/ },
  { name: "headers too large", status: 431, outcome: "not-executed", retryable: false, says: /headers are too large/ },
  { name: "credentials missing", status: 401, headers: text, outcome: "not-executed", retryable: false, says: /access was refused/ },
  { name: "our host: unreadable", status: 400, headers: { ...text, "X-Thrift-Faas": "unreadable" }, body: "The first byte is 0x7b\n", outcome: "not-executed", retryable: false, says: /could not read the message: The first byte is 0x7b/ },
  { name: "our host: unavailable", status: 503, headers: { "Content-Type": THRIFT, "X-Thrift-Faas": "unavailable", "Retry-After": "1" }, body: "\u0080", outcome: "unknown", retryable: true, retryAfterMs: 1_000, says: /infrastructure failed/ },
  { name: "our host: a defect", status: 500, headers: text, body: "The function failed; its log says why.\n", outcome: "unknown", retryable: true, says: /the function failed/ },
  { name: "another 503", status: 503, headers: { "Content-Type": "text/html" }, outcome: "unknown", retryable: true, says: /service is unavailable/ },
  { name: "another 5xx", status: 520, outcome: "unknown", retryable: true, says: /gateway failed/ },
  { name: "200 from a stranger", status: 200, headers: { "Content-Type": THRIFT }, body: "\u0080\u0001", outcome: "unknown", retryable: false, says: /no reply of a thrift-faas function/ },
  { name: "200 of a later version", status: 200, headers: { "X-Thrift-Faas": "parked" }, outcome: "unknown", retryable: false, says: /marker "parked"/ },
  { name: "202 with the marker", status: 202, headers: { "X-Thrift-Faas": "reply" }, outcome: "unknown", retryable: false, says: /202/ },
  { name: "400 from a stranger", status: 400, headers: text, body: "Bad Request", outcome: "unknown", retryable: false, says: /"Bad Request" is no reply/ },
];

describe("gateway client", () => {
  let server: Server;
  let url: string;
  let client: GatewayClient;
  let answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

  beforeEach(async () => {
    server = createServer((request, response) => void answer(request, response));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    client = new GatewayClient(url);
  });

  afterEach(() => {
    client.close();
    server.close();
    server.closeAllConnections();
  });

  async function failure(posted: Promise<unknown>): Promise<GatewayError> {
    const error = await posted.then(
      () => new Error("there was a reply"),
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(GatewayError).and.instanceOf(DeliveryError);
    return error as GatewayError;
  }

  it("posts and receives every byte as it is, on one connection", async () => {
    const seen: unknown[] = [];
    const connections = new Set<unknown>();
    answer = async (request, response) => {
      const body = await readBody(request, 1e6);
      connections.add(request.socket);
      seen.push([request.method, request.url, request.headers["content-type"]]);
      response.writeHead(200, { "X-Thrift-Faas": "reply" }).end(body);
    };
    for (let call = 0; call < 3; call++)
      expect([...(await client.post("echo.openfaas-fn", ALL_BYTES, THRIFT, 2_000))]).to.deep.equal([...ALL_BYTES]);
    expect(seen[0]).to.deep.equal(["POST", "/function/echo.openfaas-fn", THRIFT]);
    expect(connections.size).to.equal(1);
  });

  it("doubles no slash and keeps a path prefix", async () => {
    const paths: (string | undefined)[] = [];
    answer = (request, response) => {
      paths.push(request.url);
      response.writeHead(200, { "X-Thrift-Faas": "reply" }).end();
    };
    for (const suffix of ["", "/", "//", "/openfaas", "/openfaas//"]) {
      const other = new GatewayClient(url + suffix);
      await other.post("a/b", ALL_BYTES, THRIFT, 2_000);
      other.close();
    }
    expect(paths).to.deep.equal([
      ...Array<string>(3).fill("/function/a%2Fb"),
      ...Array<string>(2).fill("/openfaas/function/a%2Fb"),
    ]);
  });

  for (const row of ROWS)
    it(`${row.status}: ${row.name}`, async () => {
      answer = async (request, response) => {
        await readBody(request, 1e6);
        response.writeHead(row.status, row.headers).end(row.body ?? "", "latin1");
      };
      const error = await failure(client.post("echo", ALL_BYTES, THRIFT, 2_000));
      expect(error).to.include({
        name: "GatewayError",
        status: row.status,
        functionName: "echo",
        outcome: row.outcome,
        retryable: row.retryable,
        retryAfterMs: row.retryAfterMs,
      });
      expect(error.message)
        .to.match(row.says)
        .and.contain(`echo at ${url}/function/echo: `)
        .and.contain(`HTTP ${row.status}`);
      expect(error.message).to.contain(row.outcome === "unknown" ? "executed is unknown." : "not executed.");
    });

  it("reads a Retry-After that is a date", async () => {
    answer = (_request, response) => {
      response.writeHead(429, { "Retry-After": new Date(Date.now() + 60_000).toUTCString() }).end();
    };
    expect((await failure(client.post("echo", ALL_BYTES, THRIFT, 2_000))).retryAfterMs).to.be.within(50_000, 60_000);
  });

  it("connection refused: nothing was executed", async () => {
    const nowhere = new GatewayClient(`http://127.0.0.1:${await findFreePort()}`);
    const error = await failure(nowhere.post("echo", ALL_BYTES, THRIFT, 2_000));
    expect(error).to.include({ outcome: "not-executed", retryable: true, status: undefined });
    expect(error.message).to.match(/cannot be reached \(connect ECONNREFUSED/);
  });

  it("a host that does not exist: nothing was executed, and repeating is no use", async () => {
    const nowhere = new GatewayClient("http://gateway.invalid:8080");
    const error = await failure(nowhere.post("echo", ALL_BYTES, THRIFT, 2_000));
    expect(error.outcome).to.equal("not-executed");
    // Where there is no network at all, a resolver says "try again" or nothing.
    expect(error.retryable).to.equal(!error.message.includes("ENOTFOUND"));
  });

  it("a gateway that does not speak TLS: nothing was executed", async () => {
    answer = () => {};
    const secure = new GatewayClient(url.replace("http:", "https:"));
    const error = await failure(secure.post("echo", ALL_BYTES, THRIFT, 2_000));
    expect(error).to.include({ outcome: "not-executed", retryable: false });
  });

  it("connection reset before a response: unknown", async () => {
    answer = (request) => void request.socket.destroy();
    const error = await failure(client.post("echo", ALL_BYTES, THRIFT, 2_000));
    expect(error).to.include({ outcome: "unknown", retryable: true, status: undefined });
    expect(error.message).to.match(/connection ended before the whole reply came \(socket hang up\)/);
  });

  it("a body shorter than its length: unknown", async () => {
    answer = (_request, response) => {
      response.writeHead(200, { "X-Thrift-Faas": "reply", "Content-Length": 200 }).write(Buffer.alloc(100));
      setTimeout(() => response.destroy(), 20);
    };
    const error = await failure(client.post("echo", ALL_BYTES, THRIFT, 2_000));
    expect(error).to.include({ outcome: "unknown", retryable: true, status: 200 });
  });

  it("no reply in time: unknown, and the connection is closed", async () => {
    let closed = false;
    answer = (_request, response) => void response.on("close", () => (closed = true));
    const error = await failure(client.post("echo", ALL_BYTES, THRIFT, 50));
    expect(error).to.include({ outcome: "unknown", retryable: true });
    expect(error.message).to.contain("no reply within 50 ms");
    await sleep(20);
    expect(closed).to.equal(true);
  });

  it("a reply that begins in time and does not end: unknown", async () => {
    answer = (_request, response) => {
      response.writeHead(200, { "X-Thrift-Faas": "reply" }).write("half");
    };
    expect(await failure(client.post("echo", ALL_BYTES, THRIFT, 50))).to.include({
      outcome: "unknown",
      retryable: true,
    });
  });

  it("refuses what is no gateway's URL", () => {
    for (const wrong of ["", "127.0.0.1:8080", "ftp://x"])
      expect(() => new GatewayClient(wrong)).to.throw(`"${wrong}" is no URL of a gateway`);
  });

  for (const name of ["", ".", ".."])
    it(`sends nothing to a function of the name "${name}", which would be another path of the gateway`, async () => {
      let requests = 0;
      answer = (_, response) => (requests++, void response.end());
      const error = await client.post(name, ALL_BYTES, THRIFT, 1_000).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(GatewayError);
      expect(error).to.include({ outcome: "not-executed", retryable: false });
      expect(String(error)).to.include("is no name of a function");
      expect(requests).to.equal(0);
    });
});

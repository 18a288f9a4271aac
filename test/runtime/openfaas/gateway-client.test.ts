/** The caller's side of openfaas.md: every answer of a gateway, and every way in which none comes, over real sockets. */

import { expect } from "chai";
import { getEventListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "../../../emulator/free-port.js";
import { DeliveryError } from "../../../runtime/client/transport.js";
import { GatewayClient } from "../../../runtime/openfaas/gateway-client.js";
import { GatewayError } from "../../../runtime/openfaas/gateway-error.js";
import { readBody } from "../../../runtime/openfaas/read-body.js";
import { startScriptedServer, type Script, type ScriptedServer } from "../../support/scripted-server.js";
import { ALL_BYTES } from "./all-bytes.js";
import { CALL_ROWS, QUEUE_ROWS, type Row } from "./gateway-rows.js";

const THRIFT = "application/x-thrift";

describe("gateway client", () => {
  let server: ScriptedServer;
  let url: string;
  let client: GatewayClient;

  beforeEach(async () => {
    server = await startScriptedServer();
    url = server.url;
    client = new GatewayClient(url);
  });

  afterEach(() => {
    client.close();
    server.close();
  });

  async function failure(posted: Promise<unknown>): Promise<GatewayError> {
    const error = await posted.then(
      () => new Error("there was a reply"),
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(GatewayError).and.instanceOf(DeliveryError);
    return error as GatewayError;
  }

  /** Answers what the row says, once the whole message is there, as gateways do. */
  const play =
    (row: Row): Script =>
    async (request, response) => {
      await readBody(request, 1e6);
      response.writeHead(row.status, row.headers).end(row.body ?? "", "latin1");
    };

  const expectRow = (error: GatewayError, row: Row, path: string): void => {
    expect(error).to.include({
      name: "GatewayError",
      status: row.status,
      functionName: "echo",
      outcome: row.outcome,
      retryable: row.retryable,
      retryAfterMs: row.retryAfterMs,
    });
    expect(error.message).to.match(row.says).and.contain(`echo at ${url}${path}: `).and.contain(`HTTP ${row.status}`);
    expect(error.message).to.contain(row.outcome === "unknown" ? "executed is unknown." : "not executed.");
  };

  it("posts and receives every byte as it is, on one connection", async () => {
    const seen: unknown[] = [];
    const connections = new Set<unknown>();
    server.script = async (request, response) => {
      const body = await readBody(request, 1e6);
      connections.add(request.socket);
      seen.push([request.method, request.url, request.headers["content-type"]]);
      response.writeHead(200, { "X-Thrift-Faas": "reply" }).end(body);
    };
    for (let call = 0; call < 3; call++)
      expect([...(await client.post("echo.openfaas-fn", ALL_BYTES, THRIFT, 10_000))]).to.deep.equal([...ALL_BYTES]);
    expect(seen[0]).to.deep.equal(["POST", "/function/echo.openfaas-fn", THRIFT]);
    expect(connections.size).to.equal(1);
  });

  it("doubles no slash and keeps a path prefix", async () => {
    const paths: (string | undefined)[] = [];
    server.script = (request, response) => {
      paths.push(request.url);
      response.writeHead(200, { "X-Thrift-Faas": "reply" }).end();
    };
    for (const suffix of ["", "/", "//", "/openfaas", "/openfaas//"]) {
      const other = new GatewayClient(url + suffix);
      await other.post("echo", ALL_BYTES, THRIFT, 10_000);
      other.close();
    }
    expect(paths).to.deep.equal([
      ...Array<string>(3).fill("/function/echo"),
      ...Array<string>(2).fill("/openfaas/function/echo"),
    ]);
  });

  for (const row of CALL_ROWS)
    it(`${row.status}: ${row.name}`, async () => {
      server.script = play(row);
      expectRow(await failure(client.post("echo", ALL_BYTES, THRIFT, 10_000)), row, "/function/echo");
    });

  it("follows no redirect", async () => {
    let requests = 0;
    server.script = (_request, response) => {
      requests++;
      response.writeHead(307, { Location: `${url}/function/other` }).end();
    };
    await failure(client.post("echo", ALL_BYTES, THRIFT, 10_000));
    expect(requests).to.equal(1);
  });

  it("waits for a function that is scaled from zero", async () => {
    server.script = async (_request, response) => {
      await sleep(300);
      response.writeHead(200, { "X-Thrift-Faas": "reply" }).end("late");
    };
    expect(Buffer.from(await client.post("echo", ALL_BYTES, THRIFT, 10_000)).toString()).to.equal("late");
  });

  describe("through the queue", () => {
    it("is told that the message is in it, and sends every byte", async () => {
      const seen: unknown[] = [];
      server.script = async (request, response) => {
        seen.push(request.method, request.url, [...((await readBody(request, 1e6)) ?? [])]);
        response.writeHead(202, { "X-Call-Id": "7c6d" }).end();
      };
      expect(await client.queue.post("echo", ALL_BYTES, THRIFT, 10_000)).to.have.length(0);
      expect(seen).to.deep.equal(["POST", "/async-function/echo", [...ALL_BYTES]]);
    });

    for (const row of QUEUE_ROWS)
      it(`${row.status}: ${row.name}`, async () => {
        server.script = play(row);
        expectRow(await failure(client.queue.post("echo", ALL_BYTES, THRIFT, 10_000)), row, "/async-function/echo");
      });
  });

  describe("in a namespace", () => {
    it("names it, unless a function's name does", async () => {
      const paths: (string | undefined)[] = [];
      server.script = (request, response) => {
        paths.push(request.url);
        response.writeHead(200, { "X-Thrift-Faas": "reply" }).end();
      };
      const staging = new GatewayClient(url, { namespace: "staging" });
      for (const name of ["echo", "echo.other"]) await staging.post(name, ALL_BYTES, THRIFT, 10_000);
      staging.close();
      expect(paths).to.deep.equal(["/function/echo.staging", "/function/echo.other"]);
    });
  });

  describe("with credentials", () => {
    let authorization: string | undefined;
    beforeEach(() => {
      authorization = undefined;
      server.script = (request, response) => {
        authorization = request.headers.authorization;
        response.writeHead(401).end();
      };
    });

    for (const [what, user, expected] of [
      ["plain", "admin:sesame", "admin:sesame"],
      ["percent-encoded", "ad%40min:%3A%2F%25s%C3%A9same", "ad@min::/%sésame"],
      ["not well encoded", "admin:100%", "admin:100%"],
      ["without a password", "token", "token:"],
    ] as const)
      it(`sends them as basic auth, and shows them to nobody: ${what}`, async () => {
        const secret = new GatewayClient(url.replace("//", `//${user}@`));
        const error = await failure(secret.post("echo", ALL_BYTES, THRIFT, 10_000));
        const refused = await failure(secret.post("..", ALL_BYTES, THRIFT, 10_000));
        secret.close();
        expect(authorization).to.equal(`Basic ${Buffer.from(expected).toString("base64")}`);
        for (const told of [error, refused]) {
          const shown = [told.message, told.stack, JSON.stringify(told)].join();
          for (const part of [...user.split(":"), ...expected.split(":")])
            if (part !== "") expect(shown).not.to.include(part);
        }
      });

    it("sends none if the URL has none", async () => {
      await failure(client.post("echo", ALL_BYTES, THRIFT, 10_000));
      expect(authorization).to.equal(undefined);
    });

    it("does not show those of a URL that is none", () => {
      for (const wrong of ["ftp://admin:sesame@x", "admin:sesame@x"])
        expect(() => new GatewayClient(wrong)).to.throw('"***@x" is no URL of a gateway');
    });
  });

  describe("cancelled by its caller", () => {
    it("sends nothing if that was before", async () => {
      let requests = 0;
      server.script = (_request, response) => (requests++, void response.end());
      const error = await failure(client.post("echo", ALL_BYTES, THRIFT, 10_000, AbortSignal.abort()));
      expect(error).to.include({ outcome: "not-executed", status: undefined });
      expect(requests).to.equal(0);
    });

    for (const [when, begin] of [
      ["before the response", () => {}],
      ["in its middle", (response: Parameters<Script>[1]) => void response.writeHead(200).write("half")],
    ] as const)
      it(`ends the request, and does not know what became of it: ${when}`, async () => {
        const controller = new AbortController();
        const closed = new Promise<void>((resolve) => {
          server.script = (_request, response) => {
            response.on("close", resolve);
            begin(response);
            setTimeout(() => controller.abort(), 20);
          };
        });
        const error = await failure(client.post("echo", ALL_BYTES, THRIFT, 60_000, controller.signal));
        expect(error).to.include({ outcome: "unknown" });
        expect(error.message).to.include("the call was cancelled");
        await closed;
      });

    it("leaves nothing behind on a signal that many calls share, one after the other", async () => {
      server.script = (_request, response) => void response.writeHead(200, { "X-Thrift-Faas": "reply" }).end("x");
      const controller = new AbortController();
      for (let i = 0; i < 5; i++) await client.post("echo", ALL_BYTES, THRIFT, 10_000, controller.signal);
      while (getEventListeners(controller.signal, "abort").length > 0) await sleep(5);
      controller.abort();
    });
  });

  it("reads a Retry-After that is a date", async () => {
    server.script = (_request, response) => {
      response.writeHead(429, { "Retry-After": new Date(Date.now() + 60_000).toUTCString() }).end();
    };
    expect((await failure(client.post("echo", ALL_BYTES, THRIFT, 10_000))).retryAfterMs).to.be.within(50_000, 60_000);
  });

  it("connection refused: nothing was executed", async () => {
    const nowhere = new GatewayClient(`http://127.0.0.1:${await findFreePort()}`);
    const error = await failure(nowhere.post("echo", ALL_BYTES, THRIFT, 10_000));
    expect(error).to.include({ outcome: "not-executed", retryable: true, status: undefined });
    expect(error.message).to.match(/cannot be reached \(connect ECONNREFUSED/);
  });

  it("a host that does not exist: nothing was executed, and repeating is no use", async () => {
    const nowhere = new GatewayClient("http://gateway.invalid:8080");
    const error = await failure(nowhere.post("echo", ALL_BYTES, THRIFT, 10_000));
    expect(error.outcome).to.equal("not-executed");
    // Where there is no network at all, a resolver says "try again" or nothing.
    expect(error.retryable).to.equal(!error.message.includes("ENOTFOUND"));
  });

  it("a gateway that does not speak TLS: nothing was executed", async () => {
    server.script = () => {};
    const secure = new GatewayClient(url.replace("http:", "https:"));
    const error = await failure(secure.post("echo", ALL_BYTES, THRIFT, 10_000));
    expect(error).to.include({ outcome: "not-executed", retryable: false });
  });

  it("connection reset before a response: unknown", async () => {
    server.script = (request) => void request.socket.destroy();
    const error = await failure(client.post("echo", ALL_BYTES, THRIFT, 10_000));
    expect(error).to.include({ outcome: "unknown", retryable: true, status: undefined });
    expect(error.message).to.match(/connection ended before the whole reply came \(socket hang up\)/);
  });

  it("a body shorter than its length: unknown", async () => {
    server.script = (_request, response) => {
      response.writeHead(200, { "X-Thrift-Faas": "reply", "Content-Length": 200 }).write(Buffer.alloc(100));
      setTimeout(() => response.destroy(), 20);
    };
    const error = await failure(client.post("echo", ALL_BYTES, THRIFT, 10_000));
    expect(error).to.include({ outcome: "unknown", retryable: true, status: 200 });
  });

  it("no reply in time: unknown, and the connection is closed", async () => {
    let closed = false;
    server.script = (_request, response) => void response.on("close", () => (closed = true));
    const error = await failure(client.post("echo", ALL_BYTES, THRIFT, 50));
    expect(error).to.include({ outcome: "unknown", retryable: true });
    expect(error.message).to.contain("no reply within 50 ms");
    while (!closed) await sleep(5);
  });

  it("a reply that begins in time and does not end: unknown", async () => {
    server.script = (_request, response) => {
      response.writeHead(200, { "X-Thrift-Faas": "reply" }).write("half");
    };
    expect(await failure(client.post("echo", ALL_BYTES, THRIFT, 50))).to.include({
      outcome: "unknown",
      retryable: true,
    });
  });

  it("takes a reply that is as long as it may be, and hears none out that is longer: unknown", async () => {
    const limited = new GatewayClient(url, { maxReplyBytes: 1_000 });
    server.script = (_request, response) => {
      response.writeHead(200, { "X-Thrift-Faas": "reply" }).end(Buffer.alloc(1_000));
    };
    expect(await limited.post("echo", ALL_BYTES, THRIFT, 10_000)).to.have.length(1_000);
    let closed = false;
    server.script = (_request, response) => {
      response.on("close", () => (closed = true));
      response.writeHead(200, { "X-Thrift-Faas": "reply" }).write(Buffer.alloc(1_001));
    };
    const error = await failure(limited.post("echo", ALL_BYTES, THRIFT, 10_000));
    expect(error).to.include({ outcome: "unknown", retryable: false, status: 200 });
    expect(error.message).to.include("the reply is longer than the 1000 bytes that the caller allows");
    while (!closed) await sleep(5);
    limited.close();
  });

  it("refuses what is no gateway's URL", () => {
    for (const wrong of ["", "127.0.0.1:8080", "ftp://x"])
      expect(() => new GatewayClient(wrong)).to.throw(`"${wrong}" is no URL of a gateway`);
  });

  for (const name of ["", ".", "..", "a/b", "a%2Fb", "../system/functions", "echo?x", "a.b.c", "ä"])
    it(`sends nothing to a function of the name "${name}", which would be another path of the gateway`, async () => {
      let requests = 0;
      server.script = (_, response) => (requests++, void response.end());
      const error = await client.post(name, ALL_BYTES, THRIFT, 1_000).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(GatewayError);
      expect(error).to.include({ outcome: "not-executed", retryable: false });
      expect(String(error)).to.include("is no name of a function");
      expect(requests).to.equal(0);
    });
});

/** Each fault of the bad networks is what it is called. */

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { expect } from "chai";
import { startCutProxy } from "./cut-proxy.js";
import { BAD_NETWORK, type Fault, type FaultProxy, type FaultShares, startFaultProxy } from "./fault-proxy.js";
import { seededRandom } from "./seeded-random.js";

const BODY = "0123456789";

describe("the bad network in front of a gateway", () => {
  let upstream: Server;
  let arrived: string[];
  let proxy: FaultProxy;

  beforeEach(async () => {
    arrived = [];
    upstream = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        arrived.push(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`);
        response.writeHead(200, { "X-Marker": "kept" }).end(BODY);
      });
    }).listen(0, "127.0.0.1");
    await once(upstream, "listening");
  });

  afterEach(async () => {
    await proxy.close();
    upstream.close();
  });

  /** Calls through a network that knows this fault only; resolves to the reply's body, or to "broken". */
  async function meet(fault: Fault | undefined): Promise<string> {
    const shares = Object.fromEntries(
      Object.keys(BAD_NETWORK).map((name) => [name, name === fault ? 1 : 0]),
    ) as FaultShares;
    const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    proxy = await startFaultProxy(() => url, seededRandom(1), shares);
    return call();
  }

  async function call(): Promise<string> {
    try {
      const response = await fetch(`${proxy.url}/function/f?x=1`, { method: "POST", body: "asked" });
      expect(response.headers.get("X-Marker")).to.equal("kept");
      return await response.text();
    } catch (error) {
      if (error instanceof TypeError) return "broken";
      throw error;
    }
  }

  const CALL = "POST /function/f?x=1 asked";
  const cases: readonly [Fault | undefined, string, readonly string[]][] = [
    [undefined, BODY, [CALL]],
    ["drop call", "broken", []],
    ["drop reply", "broken", [CALL]],
    ["cut reply", "broken", [CALL]],
    ["shorten reply", "01234", [CALL]],
    ["delay", BODY, [CALL]],
    ["repeat now", BODY, [CALL, CALL]],
    ["repeat later", BODY, [CALL, CALL]],
  ];
  for (const [fault, answer, calls] of cases) {
    it(`${fault ?? "no fault"}: answers ${answer} to a call that arrives ${calls.length} times`, async () => {
      expect(await meet(fault)).to.equal(answer);
      await proxy.calm();
      expect(arrived).to.deep.equal(calls);
      expect(Object.values(proxy.counts).reduce((sum, count) => sum + count)).to.equal(fault === undefined ? 0 : 1);
    });
  }

  it("lets everything pass once it is calm", async () => {
    await meet("drop call");
    await proxy.calm();
    expect(await call()).to.equal(BODY);
  });
});

describe("the bad network in front of Redis", () => {
  it("loses what the server answered to a command that has arrived", async () => {
    let arrived = "";
    const server = createTcpServer((socket) => {
      socket.on("data", (data) => {
        arrived += data.toString();
        socket.write("+OK");
      });
      socket.on("error", () => {});
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const proxy = await startCutProxy((server.address() as AddressInfo).port, seededRandom(1), 1);
    const answers: string[] = [];
    const ask = async (command: string): Promise<void> => {
      const socket = connect(proxy.port, "127.0.0.1");
      socket.on("data", (data) => {
        answers.push(data.toString());
        socket.end();
      });
      socket.write(command);
      await once(socket, "close");
    };
    try {
      await ask("a");
      expect([arrived, answers, proxy.cuts()]).to.deep.equal(["a", [], 1]);
      proxy.calm();
      await ask("b");
      expect([arrived, answers, proxy.cuts()]).to.deep.equal(["ab", ["+OK"], 1]);
    } finally {
      await proxy.close();
      server.close();
    }
  });
});

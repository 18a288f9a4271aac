/**
 * A bad network in front of a gateway: an HTTP proxy that drops, delays and duplicates calls and cuts their replies. Which
 * fault comes next follows from a seed; which call it meets depends on timing.
 */

import { once } from "node:events";
import { createServer, request as requestHttp, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { SeededRandom } from "./seeded-random.js";

export type Fault =
  "drop call" | "drop reply" | "cut reply" | "shorten reply" | "delay" | "repeat now" | "repeat later";

/** How many of all calls meet each fault, from 0 to 1; what is left passes. */
export type FaultShares = Readonly<Record<Fault, number>>;

/** A fifth of all calls meets a fault. */
export const BAD_NETWORK: FaultShares = {
  "drop call": 0.03,
  "drop reply": 0.04,
  "cut reply": 0.02,
  "shorten reply": 0.02,
  delay: 0.04,
  "repeat now": 0.03,
  "repeat later": 0.03,
};

const LONGEST_DELAY_MS = 2_000;

export interface FaultProxy {
  readonly url: string;
  /** How often each fault has come. */
  readonly counts: Readonly<Record<Fault, number>>;
  /** From now on every call passes; resolves when those that were held back have arrived and been answered. */
  calm(): Promise<void>;
  close(): Promise<void>;
}

interface Received {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}

/** @param upstream the URL of the gateway; asked for at each call */
export async function startFaultProxy(
  upstream: () => string,
  random: SeededRandom,
  shares: FaultShares,
): Promise<FaultProxy> {
  const counts = Object.fromEntries(Object.keys(shares).map((fault) => [fault, 0])) as Record<Fault, number>;
  const underWay = new Set<Promise<unknown>>();
  let calm = false;

  /** Draws once per call, whatever comes of it, so that a seed's faults keep their order. */
  function draw(): Fault | undefined {
    let left = random.next();
    const drawn = (Object.keys(shares) as Fault[]).find((fault) => (left -= shares[fault]) < 0);
    return calm ? undefined : drawn;
  }

  /** Not one of the caller's connections: what it gives up on still arrives. */
  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    // Whoever waits for it sees the failure.
    work.catch(() => {}).finally(() => underWay.delete(work));
    return work;
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    const forward = (): Promise<Received> => track(send(upstream(), request, body));
    const fault = draw();
    if (fault !== undefined) counts[fault]++;
    switch (fault) {
      case "drop call":
        return void response.destroy();
      case "drop reply":
        await forward();
        return void response.destroy();
      case "delay":
        await sleep(random.between(1, LONGEST_DELAY_MS));
        return answer(response, await forward());
      case "repeat now":
        // Whichever is answered first: the other one runs beside it.
        return answer(response, await Promise.any([forward(), forward()]));
      case "repeat later": {
        const delay = random.between(1, LONGEST_DELAY_MS);
        track(sleep(delay).then(forward)).catch(() => {});
        return answer(response, await forward());
      }
      case "cut reply": {
        const { body, ...rest } = await forward();
        response.writeHead(rest.status, [...withoutLength(rest.rawHeaders), "Content-Length", `${body.length}`]);
        return void response.write(body.subarray(0, body.length / 2), () => response.destroy());
      }
      case "shorten reply": {
        // As a gateway does whose function dies while it streams: half a body that looks complete.
        const { body, ...rest } = await forward();
        return answer(response, { ...rest, body: body.subarray(0, body.length / 2) });
      }
      case undefined:
        return answer(response, await forward());
    }
  }

  const server = createServer((request, response) => {
    // What the gateway does not answer, the caller does not get answered either.
    track(pass(request, response)).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    async calm() {
      calm = true;
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function send(upstream: string, { method, url, headers }: IncomingMessage, body: Uint8Array): Promise<Received> {
  const { host: _, connection: __, ...kept } = headers;
  const request = requestHttp(new URL(url ?? "/", upstream), {
    ...(method && { method }),
    headers: kept,
    agent: false,
  });
  request.end(body);
  const [reply] = (await once(request, "response")) as [IncomingMessage];
  return { status: reply.statusCode ?? 500, rawHeaders: reply.rawHeaders, body: await readAll(reply) };
}

function answer(response: ServerResponse, { status, rawHeaders, body }: Received): void {
  response.writeHead(status, [...withoutLength(rawHeaders), "Content-Length", `${body.length}`]);
  response.end(body);
}

/** Framing is each connection's own. */
function withoutLength(rawHeaders: readonly string[]): string[] {
  return rawHeaders.flatMap((name, at) =>
    at % 2 === 1 || /^(content-length|transfer-encoding|connection|keep-alive)$/i.test(name)
      ? []
      : [name, rawHeaders[at + 1] ?? ""],
  );
}

/** Rejects when the message ends too early. */
async function readAll(message: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

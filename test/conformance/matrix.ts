/** The cross-test in every direction, over every transport, in every protocol. */

import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { connect } from "../../runtime/openfaas/connect.js";
import { type Case, CASES, ONEWAYS, type Outcome, UUID_CASES } from "./cases.js";
import { callOurs } from "./our-client.js";
import { serveOurs } from "./our-server.js";
import { toPlain } from "./plain.js";
import type { PythonPeer } from "./python-peer.js";
import { type CrossTestServer, PROTOCOLS, TRANSPORTS, type Wire } from "./wire.js";

/** Who calls whom. */
export const DIRECTIONS = ["Python's client → our function", "our client → Python's server", "ours → ours"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export interface Cell extends Wire {
  readonly direction: Direction;
}

export const CELLS: readonly Cell[] = TRANSPORTS.flatMap((transport) =>
  PROTOCOLS.flatMap((protocol) => DIRECTIONS.map((direction) => ({ transport, protocol, direction }))),
);

export interface Verdict {
  /** How many calls were made. */
  readonly calls: number;
  /** Those that came to anything but what they should, a line each. */
  readonly failures: readonly string[];
}

/** How long a oneway call may take to arrive, in milliseconds. */
const ONEWAY_MS = 20_000;

export async function runCell(cell: Cell, python: PythonPeer): Promise<Verdict> {
  const cases = casesOf(cell);
  const { outcomes, oneways } = await makeCalls(cell, cases, python);
  const failures = cases.flatMap((made, index) =>
    isDeepStrictEqual(outcomes[index], made.expected) ? [] : [tell(made, outcomes[index])],
  );
  if (!isDeepStrictEqual(oneways, ONEWAYS))
    failures.push(`the oneway calls that arrived are ${JSON.stringify(oneways)}, not ${JSON.stringify(ONEWAYS)}`);
  return { calls: cases.length, failures };
}

/** Debian's compiler has no uuid. */
function casesOf({ direction }: Cell): readonly Case[] {
  return direction === "ours → ours" ? [...CASES, ...UUID_CASES] : CASES;
}

async function makeCalls(
  cell: Cell,
  cases: readonly Case[],
  python: PythonPeer,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly oneways: readonly number[] }> {
  const server = cell.direction === "our client → Python's server" ? await python.serve(cell) : await serveOurs(cell);
  try {
    const outcomes = await (cell.direction === "Python's client → our function"
      ? python.call(cell, server.port, cases)
      : callByUs(cell, server, cases));
    await arrivalOfOneways(server);
    return { outcomes, oneways: server.oneways };
  } finally {
    await server.close();
  }
}

async function callByUs(
  { transport, protocol, direction }: Cell,
  { port }: CrossTestServer,
  cases: readonly Case[],
): Promise<readonly Outcome[]> {
  const http = direction === "our client → Python's server" ? "thrift+http" : "http";
  const caller = connect(`${transport === "framed" ? "tcp" : http}://127.0.0.1:${port}`, { protocol });
  try {
    return await callOurs(caller, cases);
  } finally {
    caller.close();
  }
}

async function arrivalOfOneways(server: CrossTestServer): Promise<void> {
  for (let waited = 0; server.oneways.length < ONEWAYS.length && waited < ONEWAY_MS; waited += 20) await sleep(20);
}

function tell({ method, args, expected }: Case, outcome: Outcome | undefined): string {
  return `${method}(${short(args.map(toPlain))}) came to ${short(outcome)}, not ${short(expected)}`;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 200);
}

/** One row for each transport and protocol, one column for each direction: how many of the calls went well. */
export function tableOf(verdicts: ReadonlyMap<Cell, Verdict>): string {
  const rows = TRANSPORTS.flatMap((transport) =>
    PROTOCOLS.map((protocol) => {
      const cells = [...verdicts].filter(([cell]) => cell.transport === transport && cell.protocol === protocol);
      const counts = cells.map(([, { calls, failures }]) => `${calls - failures.length} of ${calls}`);
      return `| ${transport === "http" ? "HTTP" : "framed TCP"}, ${protocol} | ${counts.join(" | ")} |\n`;
    }),
  );
  return `| | ${DIRECTIONS.join(" | ")} |\n|---|---|---|---|\n${rows.join("")}`;
}

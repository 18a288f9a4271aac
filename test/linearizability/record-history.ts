/** Concurrent callers outside of every function that call cells, and the history of what they saw. */

import { EdgeCaller } from "../../runtime/client/edge-caller.js";
import { DeliveryError } from "../../runtime/client/transport.js";
import { processEnvironment } from "../../runtime/environment.js";
import type { SeededRandom } from "../chaos/seeded-random.js";
import type { Operation } from "../support/linearizability.js";
import type { CellInput } from "./cell-model.js";
import { callCell, CellService, RelayService } from "./cell-service.js";
import type { Fleet } from "./fleet.js";

export type CellHistory = readonly Operation<CellInput, number>[];

const CALLERS = 4;
const CALLS = 10;
const CELLS = ["x", "y"];
const TIMEOUT_MS = 20_000;

/** Whatever a caller was not answered counts as unknown; it goes on with its next call. */
export async function recordHistory(fleet: Fleet, random: SeededRandom): Promise<CellHistory> {
  const edge = new EdgeCaller({ transport: fleet.transport, environment: processEnvironment }, TIMEOUT_MS);
  const history: Operation<CellInput, number>[] = [];
  // Counts events: what was called after another call had returned has the higher number.
  let clock = 0;
  const callOnce = async (process: string, input: CellInput): Promise<void> => {
    const key = CELLS[random.between(0, CELLS.length - 1)] ?? "";
    const service = random.next() < 0.5 ? CellService : RelayService;
    const called = ++clock;
    try {
      const output = await callCell(edge, service, key, input);
      history.push({ process, key, input, called, returned: ++clock, output });
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      history.push({ process, key, input, called });
    }
  };
  await Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      for (let call = 0; call < CALLS; call++) await callOnce(`caller ${caller}`, draw(random));
    }),
  );
  await fleet.settled();
  return history.toSorted((a, b) => a.called - b.called);
}

/** Written values are all different, and far from those that are counted up to. */
function draw(random: SeededRandom): CellInput {
  const share = random.next();
  if (share < 0.4) return { kind: "increment" };
  if (share < 0.6) return { kind: "read" };
  if (share < 0.8) return { kind: "peek" };
  return { kind: "write", value: 1_000 * random.between(1, 1_000_000) };
}

/**
 * Whether a history of concurrent operations is linearizable: whether each operation can be given one moment between its
 * call and its return at which it took place, so that a sequential object explains every result (M. Herlihy, J. Wing:
 * Linearizability, TOPLAS 1990). The search is that of J. Wing and C. Gong (Testing and verifying concurrent objects, JPDC
 * 1993) as G. Lowe made it fit for use (Testing for linearizability, CCPE 2017): depth first over the list of calls and
 * returns, never twice with the same operations done and the same state. Keys are searched one by one: a history is
 * linearizable exactly if it is so for each object (Herlihy and Wing, theorem 1).
 */

/** One operation as it was recorded. Operations that only touch in time count as overlapping. */
export interface Operation<Input, Output> {
  readonly process: string;
  /** Which object it is about; absent if there is only one. */
  readonly key?: string | undefined;
  readonly input: Input;
  /** By a clock that all processes share, in any unit. */
  readonly called: number;
  /** Absent when nobody knows what became of it (a timeout, a crash): it took place at any time later, or never. */
  readonly returned?: number | undefined;
  /** Counts only if `returned` is there. */
  readonly output?: Output | undefined;
}

/** An object that does one operation after the other. States and outputs are compared as JSON. */
export interface SequentialModel<State, Input, Output> {
  readonly initial: State;
  readonly apply: (state: State, input: Input) => { readonly state: State; readonly output: Output };
}

export type Linearizability = { readonly ok: true } | { readonly ok: false; readonly explain: string };

export function checkLinearizable<State, Input, Output>(
  history: readonly Operation<Input, Output>[],
  model: SequentialModel<State, Input, Output>,
): Linearizability {
  for (const key of new Set(history.map((operation) => operation.key))) {
    const explain = search(
      history.filter((operation) => operation.key === key),
      model,
    );
    if (explain !== undefined) return { ok: false, explain: key === undefined ? explain : `${key}: ${explain}` };
  }
  return { ok: true };
}

/** A call or a return, in a doubly linked list in the order of time. */
interface Event<Input, Output> {
  readonly operation: Operation<Input, Output>;
  readonly bit: bigint;
  readonly isCall: boolean;
  /** The return that belongs to a call; absent if the operation's outcome is unknown. */
  match?: Event<Input, Output> | undefined;
  before?: Event<Input, Output> | undefined;
  after?: Event<Input, Output> | undefined;
}

/** Why there is no order that explains all results; undefined if there is one. */
function search<State, Input, Output>(
  history: readonly Operation<Input, Output>[],
  { initial, apply }: SequentialModel<State, Input, Output>,
): string | undefined {
  const first = linkEvents(history);
  const order: { readonly call: Event<Input, Output>; readonly state: State }[] = [];
  const tried = new Set<string>();
  let [state, done, missing] = [initial, 0n, history.filter(({ returned }) => returned !== undefined).length];
  let longest = { order: [] as Operation<Input, Output>[], state: initial, due: history[0] };
  let event = first.after;
  while (missing > 0) {
    if (event?.isCall === true) {
      const { state: next, output } = apply(state, event.operation.input);
      const isExplained =
        event.match === undefined || JSON.stringify(output) === JSON.stringify(event.operation.output);
      const situation = `${(done | event.bit).toString(36)} ${JSON.stringify(next)}`;
      if (!isExplained || tried.has(situation)) {
        event = event.after;
        continue;
      }
      tried.add(situation);
      order.push({ call: event, state });
      [state, done, missing] = [next, done | event.bit, missing - (event.match === undefined ? 0 : 1)];
      unlink(event);
      event = first.after;
    } else {
      // An operation has returned that has no place yet: something before it has to take another one.
      if (order.length >= longest.order.length)
        longest = { order: order.map(({ call }) => call.operation), state, due: event?.operation };
      const last = order.pop();
      if (last === undefined) return explain(longest);
      relink(last.call);
      [state, done, missing] = [last.state, done & ~last.call.bit, missing + (last.call.match === undefined ? 0 : 1)];
      event = last.call.after;
    }
  }
  return undefined;
}

/** The list's head, which is no event itself. At the same time calls come first, so that touching means overlapping. */
function linkEvents<Input, Output>(history: readonly Operation<Input, Output>[]): Partial<Event<Input, Output>> {
  const timed = history.flatMap((operation, index) => {
    const bit = 1n << BigInt(index);
    const match = operation.returned === undefined ? undefined : { operation, bit, isCall: false };
    const call: Event<Input, Output> = { operation, bit, isCall: true, match };
    const events: { time: number; event: Event<Input, Output> }[] = [{ time: operation.called, event: call }];
    if (match !== undefined) events.push({ time: operation.returned ?? 0, event: match });
    return events;
  });
  timed.sort((a, b) => a.time - b.time || Number(b.event.isCall) - Number(a.event.isCall));
  const head: Partial<Event<Input, Output>> = {};
  let last = head;
  for (const { event } of timed) {
    last.after = event;
    event.before = last as Event<Input, Output>;
    last = event;
  }
  return head;
}

function unlink<Input, Output>(call: Event<Input, Output>): void {
  for (const event of [call, call.match]) {
    if (event?.before) event.before.after = event.after;
    if (event?.after) event.after.before = event.before;
  }
}

/** Undoes `unlink`: in the opposite order, as with every dancing link. */
function relink<Input, Output>(call: Event<Input, Output>): void {
  for (const event of [call.match, call]) {
    if (event?.before) event.before.after = event;
    if (event?.after) event.after.before = event;
  }
}

function explain<State, Input, Output>({
  order,
  state,
  due,
}: {
  readonly order: readonly Operation<Input, Output>[];
  readonly state: State;
  readonly due: Operation<Input, Output> | undefined;
}): string {
  const lines = order.slice(-10).map((operation) => `\n  ${describe(operation)}`);
  const left = order.length > lines.length ? `\n  (${order.length - lines.length} operations before)` : "";
  return (
    `no order of the operations explains all results. The longest that was found ends in the state ` +
    `${JSON.stringify(state)}, and does not explain ${due === undefined ? "the rest" : describe(due)}:${left}${lines.join("")}`
  );
}

function describe<Input, Output>({ process, input, output, called, returned }: Operation<Input, Output>): string {
  const span = returned === undefined ? `from ${called} on, outcome unknown` : `${called} to ${returned}`;
  const result = returned === undefined ? "" : ` -> ${JSON.stringify(output) ?? "nothing"}`;
  return `${process}: ${JSON.stringify(input)}${result} (${span})`;
}

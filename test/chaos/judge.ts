/**
 * The oracle: compares what clients were answered with the ledgers that the services left in the store, line by line. A
 * line is the effect of one logical call, so that there must be one of each, whatever happened meanwhile.
 */

/** What one process of a client was told of an order: a receipt, or why there is none. */
export interface Answer {
  readonly order: string;
  /** As client.ts writes it: `receipt <order> <reservation> <payment> <shipment>`, `gave up: ..`, `unknown`, `error: ..`. */
  readonly text: string;
}

export interface Line {
  readonly order: string;
  readonly number: number;
}

/** Everything that is left of a storm once nothing is under way any more. */
export interface Remains {
  /** Given during the storm. */
  readonly answers: readonly Answer[];
  /** Whether a client that gave up had been told to try for a short time only. */
  readonly mayGiveUp: (order: string) => boolean;
  /** What whoever attached afterwards was told of orders that had been given up. */
  readonly attached: readonly Answer[];
  /** The ledger of each service. */
  readonly ledgers: ReadonlyMap<Service, readonly Line[]>;
  /** Labels that were printed: at least one per parcel, each with the ID that tells whether it is the same one. */
  readonly labels: readonly { readonly order: string; readonly effect: string }[];
  /** Invocations that nobody has finished. */
  readonly unfinished: readonly string[];
  /** Lines of the functions' logs that tell of what must not happen. */
  readonly alarms: readonly string[];
}

/** In the order in which a receipt has their numbers; the last one answers to nobody. */
export const SERVICES = ["OrderService", "StockService", "PaymentService", "ShippingService", "MailService"] as const;
export type Service = (typeof SERVICES)[number];

export interface Violation {
  /**
   * - `twice`, `lost`, `orphan`: a line too many for its order, one too few, one that belongs to no order that was placed;
   * - `wrong`: a receipt that differs from the ledger, or from another receipt of the same order;
   * - `gap`: lines that are not numbered 1, 2, 3 ...: an increment was lost, or made without its line;
   * - `label`: none was printed, or two that cannot be told to be the same;
   * - `error`: a client was told of something that it cannot make anything of;
   * - `unfinished`, `alarm`: see `Remains`.
   */
  readonly kind: "twice" | "lost" | "orphan" | "wrong" | "gap" | "label" | "error" | "unfinished" | "alarm";
  readonly what: string;
}

export function judge(remains: Remains): Violation[] {
  const { answers, attached, mayGiveUp, ledgers, unfinished, alarms } = remains;
  const receipts = [...answers, ...attached].filter(({ text }) => text.startsWith("receipt "));
  const placed = new Set(receipts.map(({ order }) => order));
  return [
    ...answers.filter((answer) => isError(answer, mayGiveUp)).map(violation("error", describeAnswer)),
    ...attached.filter(({ text }) => !/^(receipt |unknown$)/.test(text)).map(violation("error", describeAnswer)),
    ...[...ledgers].flatMap(([service, lines]) => judgeLedger(service, lines, placed)),
    ...receipts.flatMap((receipt) => judgeReceipt(receipt, ledgers)),
    ...judgeLabels(remains, placed),
    ...unfinished.map(violation("unfinished", String)),
    ...alarms.map(violation("alarm", String)),
  ];
}

function isError({ order, text }: Answer, mayGiveUp: Remains["mayGiveUp"]): boolean {
  if (text.startsWith("receipt ")) return false;
  return !(text.startsWith("gave up") && mayGiveUp(order));
}

function judgeLedger(service: Service, lines: readonly Line[], placed: ReadonlySet<string>): Violation[] {
  const orders = byOrder(lines);
  const numbers = lines.map(({ number }) => number).toSorted((a, b) => a - b);
  const gap = numbers.findIndex((number, at) => number !== at + 1);
  const about = (order: string): string => `${service} ${order}`;
  return [
    ...[...orders].filter(([, { length }]) => length > 1).map(violation("twice", ([order]) => about(order))),
    ...[...orders.keys()].filter((order) => !placed.has(order)).map(violation("orphan", about)),
    ...[...placed].filter((order) => !orders.has(order)).map(violation("lost", about)),
    ...(gap < 0 ? [] : [numbers]).map(violation("gap", (all) => `${service}: line ${gap + 1} of ${all.length}`)),
  ];
}

/** Two receipts for one order cannot both agree with its one line, so that each is compared with the ledgers only. */
function judgeReceipt({ order, text }: Answer, ledgers: Remains["ledgers"]): Violation[] {
  const numbers = text.split(" ").slice(1).map(Number);
  const differing = SERVICES.slice(0, -1).filter((service, at) => {
    const line = ledgers.get(service)?.find((one) => one.order === order);
    return line !== undefined && line.number !== numbers[at];
  });
  return differing.map(violation("wrong", (service) => `${service} ${order}: ${text}`));
}

function judgeLabels({ labels }: Remains, placed: ReadonlySet<string>): Violation[] {
  const effects = byOrder(labels);
  const counts = [...placed].map((order) => ({
    order,
    count: new Set(effects.get(order)?.map(({ effect }) => effect)).size,
  }));
  return counts
    .filter(({ count }) => count !== 1)
    .map(violation("label", ({ order, count }) => `${order}: ${count} different ones`));
}

function byOrder<T extends { readonly order: string }>(all: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(one.order, [...(groups.get(one.order) ?? []), one]);
  return groups;
}

function describeAnswer({ order, text }: Answer): string {
  return `${order}: ${text}`;
}

function violation<T>(kind: Violation["kind"], describe: (about: T) => string): (about: T) => Violation {
  return (about) => ({ kind, what: describe(about) });
}

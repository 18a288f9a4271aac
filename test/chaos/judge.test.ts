/** The oracle of the chaos tests knows each violation when it sees one. */

import { expect } from "chai";
import { judge, SERVICES, type Line, type Remains } from "./judge.js";

const LINES: readonly Line[] = [
  { order: "a", number: 1 },
  { order: "b", number: 2 },
];
const RECEIPT = { order: "a", text: "receipt 1 1 1 1" };
/** What is left when all went well; `c` was given up and never began. */
const GOOD: Remains = {
  answers: [RECEIPT, { order: "c", text: "gave up: no reply" }, { order: "b", text: "gave up: no reply" }],
  mayGiveUp: (order) => order !== "a",
  attached: [
    { order: "b", text: "receipt 2 2 2 2" },
    { order: "c", text: "unknown" },
  ],
  ledgers: new Map(SERVICES.map((service) => [service, LINES])),
  labels: [
    { order: "a", effect: "1" },
    { order: "a", effect: "1" },
    { order: "b", effect: "2" },
  ],
  unfinished: [],
  alarms: [],
};

/** The good remains with another ledger of the stock. */
function withStock(...lines: readonly Line[]): Remains {
  return { ...GOOD, ledgers: new Map([...GOOD.ledgers, ["StockService", lines]]) };
}

function verdict(remains: Remains): string[] {
  return judge(remains).map(({ kind, what }) => `${kind}: ${what}`);
}

describe("the judge of a storm", () => {
  const cases: readonly [string, Remains, readonly string[]][] = [
    ["acquits what went well", GOOD, []],
    [
      "finds an effect that was applied twice",
      withStock(...LINES, { order: "a", number: 3 }),
      ["twice: StockService a"],
    ],
    ["finds an effect that was lost", withStock(LINES[0] as Line), ["lost: StockService b"]],
    [
      "finds the effect of an order that nobody knows of",
      withStock(...LINES, { order: "z", number: 3 }),
      ["orphan: StockService z"],
    ],
    [
      "finds the effect of an order that is said never to have begun",
      withStock(...LINES, { order: "c", number: 3 }),
      ["orphan: StockService c"],
    ],
    [
      "finds a count without its line",
      withStock({ order: "a", number: 1 }, { order: "b", number: 3 }),
      ["gap: StockService: line 2 of 2", "wrong: StockService b: receipt 2 2 2 2"],
    ],
    [
      "finds a receipt that differs from the ledger",
      { ...GOOD, answers: [...GOOD.answers, { order: "a", text: "receipt 1 1 2 1" }] },
      ["wrong: PaymentService a: receipt 1 1 2 1"],
    ],
    [
      "finds an effect that never happened outside, and one with two IDs",
      {
        ...GOOD,
        labels: [
          { order: "b", effect: "1" },
          { order: "b", effect: "2" },
        ],
      },
      ["label: a: 0 different ones", "label: b: 2 different ones"],
    ],
    [
      "finds that a client gave up that had patience",
      { ...GOOD, mayGiveUp: () => false, attached: [], answers: [RECEIPT, { order: "b", text: "gave up: x" }] },
      ["error: b: gave up: x", ...SERVICES.map((service) => `orphan: ${service} b`)],
    ],
    [
      "finds any other error, whoever is told of it",
      { ...GOOD, answers: [...GOOD.answers, { order: "b", text: "error: x" }] },
      ["error: b: error: x"],
    ],
    [
      "finds an order that cannot be attached to",
      { ...GOOD, attached: [...GOOD.attached, { order: "b", text: "gave up: x" }] },
      ["error: b: gave up: x"],
    ],
    ["finds what is unfinished", { ...GOOD, unfinished: ["b"] }, ["unfinished: b"]],
    ["finds an alarm in a log", { ...GOOD, alarms: ["diverged"] }, ["alarm: diverged"]],
  ];
  for (const [title, remains, expected] of cases)
    it(title, () => expect(verdict(remains)).to.have.members(expected as string[]));
});

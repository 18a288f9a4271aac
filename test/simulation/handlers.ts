/** What the three services do. Roots call, wait, race, send and branch in every way that the protocol has a rule for. */

import type { Invocation } from "../../runtime/invocation/invocation.js";
import { ApplicationException } from "../../runtime/protocol/application-exception.js";
import { type Answer, apply, conclude, readAnswer, readTwins } from "./ledger.js";
import { ask, Declined, Leaf, Middle, Root, type TextHandler, type TextService } from "./services.js";

/** What is outside of every service: it does as it likes, and remembers. */
export interface Outside {
  /** An effect outside of Thrift: says something else each time. @param what it is, beginning with its root */
  happen(what: string): Promise<string>;
  /** Takes some time, and is no step. */
  dawdle(): Promise<void>;
}

export type Handlers = ReadonlyMap<TextService, TextHandler>;

const call = async (invocation: Invocation, service: TextService, name: string, text: string): Promise<Answer> =>
  readAnswer(await ask(invocation, service, name, text));
const leaf = (invocation: Invocation, text: string): Promise<Answer> => call(invocation, Leaf, "apply", text);
const applied = async (invocation: Invocation, effect: string): Promise<string> =>
  JSON.stringify(await apply(invocation, effect));
/** Two ways to go on, by something that nobody could have foretold. */
const parity = ({ total }: { readonly total: number }): string => (total % 2 === 0 ? "even" : "odd");

const makeLeafHandler = (outside: Outside): TextHandler => ({
  apply: (effect, invocation) => applied(invocation, effect),
  spread: (effect, invocation) => applied(invocation, effect),
  note: (effect, invocation) => applied(invocation, effect),
  noteSpread: (effect, invocation) => applied(invocation, effect),
  peek: (_, invocation) => readTwins(invocation),
  double: async (number) => String(2 * Number(number)),
  async mail(text) {
    await outside.happen(text);
    return text;
  },
  async slow(effect, invocation) {
    await invocation.sleep(100 + Math.floor(invocation.random() * 100));
    return applied(invocation, effect);
  },
  async decline(effect, invocation) {
    await apply(invocation, effect);
    throw new Declined(effect);
  },
  async fail(effect, invocation) {
    await apply(invocation, effect);
    throw new Error(effect);
  },
});

const makeMiddleHandler = (outside: Outside): TextHandler => ({
  note: (effect, invocation) => applied(invocation, effect),
  peek: (text, invocation) => ask(invocation, Leaf, "peek", text),
  async pair(path, invocation) {
    const parts = await Promise.all([leaf(invocation, `${path}/a`), leaf(invocation, `${path}/b`)]);
    return merge(...parts, await apply(invocation, `${path}/pair`));
  },
  async chain(path, invocation) {
    const first = await leaf(invocation, `${path}/1`);
    return merge(first, await leaf(invocation, `${path}/2-${parity(first)}`), await apply(invocation, `${path}/chain`));
  },
  async wait(path, invocation) {
    const slow = await call(invocation, Leaf, "slow", `${path}/slow`);
    return merge(slow, await apply(invocation, `${path}/waited-${parity(slow)}`));
  },
  async pay(path, invocation) {
    const receipt = await invocation.run("pay", () => outside.happen(`${path}/pay`));
    return merge(await leaf(invocation, `${path}/${receipt}`), await apply(invocation, `${path}/pay`));
  },
});

function merge(...parts: Answer[]): string {
  const total = parts.at(-1)?.total ?? 0;
  return JSON.stringify({ effects: parts.flatMap(({ effects }) => effects), total } satisfies Answer);
}

function makeRootHandler(outside: Outside): TextHandler {
  return {
    one: (root, invocation) => conclude(invocation, root, []),
    async two(root, invocation) {
      const both = await Promise.all([leaf(invocation, `${root}/a`), leaf(invocation, `${root}/b`)]);
      const turn = `${invocation.now() % 7}-${Math.floor(invocation.random() * 9)}`;
      const third = await leaf(invocation, `${root}/${turn}-${parity(both[0])}`);
      if (parity(third) === "even") return conclude(invocation, root, [...both, third]);
      return conclude(invocation, root, [...both, third, await call(invocation, Leaf, "spread", `${root}/odd`)]);
    },
    async three(root, invocation) {
      const pair = await call(invocation, Middle, "pair", `${root}/p`);
      const rest = await Promise.all([
        call(invocation, Middle, "chain", `${root}/c-${parity(pair)}`),
        leaf(invocation, `${root}/l`),
      ]);
      return conclude(invocation, root, [pair, ...rest]);
    },
    async race(root, invocation) {
      const slow = call(invocation, Leaf, "slow", `${root}/raced`);
      const first = await Promise.race([
        slow.then(() => "call"),
        invocation.sleep(60 + Math.floor(invocation.random() * 120)).then(() => "sleep"),
      ]);
      const then = await leaf(invocation, `${root}/${first}`);
      const last = parity(then) === "even" ? [await slow] : [{ effects: [`${root}/raced`], total: 0 }];
      return conclude(invocation, root, [...last, then]);
    },
    async notify(root, invocation) {
      // What the last messages say is known to this attempt only, until the commit that they leave with.
      const sent = [`${root}/n1`];
      await ask(invocation, Leaf, "note", `${root}/n1`);
      const first = await leaf(invocation, `${root}/a`);
      sent.push(`${root}/n2-${invocation.now() % 7}`, `${root}/n3-${parity(first)}`);
      await ask(invocation, Middle, "note", sent[1] ?? "");
      await ask(invocation, Leaf, "noteSpread", sent[2] ?? "");
      return conclude(invocation, root, [first, { effects: sent, total: 0 }]);
    },
    async effects(root, invocation) {
      const first = `${root}/f${invocation.now() % 7}`;
      const receipt = await invocation.run("first", () => outside.happen(first));
      const paid = await call(invocation, Middle, "pay", `${root}/${receipt}`);
      const second = `${root}/s-${parity(paid)}`;
      await invocation.run("second", () => outside.happen(second));
      const beside = await leaf(invocation, `${root}/beside`);
      const own = [await apply(invocation, first), await apply(invocation, second)];
      return conclude(invocation, root, [paid, beside, ...own]);
    },
    async wait(root, invocation) {
      const [waited, beside] = await Promise.all([
        call(invocation, Middle, "wait", `${root}/m`),
        leaf(invocation, `${root}/l`),
      ]);
      const then = await call(invocation, Leaf, "slow", `${root}/s-${parity(waited)}`);
      return conclude(invocation, root, [waited, beside, then]);
    },
    async ask(root, invocation) {
      const seen = await ask(invocation, Leaf, "peek", "");
      const first = await leaf(invocation, `${root}/seen-${seen}`);
      const again = await ask(invocation, Middle, "peek", "");
      const doubled = await ask(invocation, Leaf, "double", again);
      const mailed = await ask(invocation, Leaf, "mail", `${root}/doubled-${doubled}-${invocation.now() % 7}`);
      const spread = await call(invocation, Leaf, "spread", mailed);
      return conclude(invocation, root, [first, spread]);
    },
    async branches(root, invocation) {
      const parts = await invocation.all([
        async (branch) => {
          await outside.dawdle();
          return [await leaf(branch, `${root}/x1`), await leaf(branch, `${root}/x2-${branch.now() % 5}`)];
        },
        async (branch) => {
          const first = await leaf(branch, `${root}/y1`);
          await outside.dawdle();
          return [first, await leaf(branch, `${root}/y2-${parity(first)}`)];
        },
        async (branch) => [await apply(branch, `${root}/z-${Math.floor(branch.random() * 9)}`)],
      ]);
      return conclude(invocation, root, parts.flat());
    },
    async faults(root, invocation) {
      const declined = await leafFault(invocation, "decline", `${root}/declined`);
      const failed = await leafFault(invocation, "fail", `${root}/failed`);
      const then = await leaf(invocation, `${root}/${failed}`);
      return conclude(invocation, root, [{ effects: [declined], total: 0 }, then]);
    },
  };
}

/** How it ended: with the exception it declares, whose effects count, or with another one, whose effects do not. */
async function leafFault(invocation: Invocation, name: "decline" | "fail", effect: string): Promise<string> {
  try {
    return await ask(invocation, Leaf, name, effect);
  } catch (error) {
    if (error instanceof Declined) return error.message;
    if (error instanceof ApplicationException) return "failed-over";
    throw error;
  }
}

export function makeHandlers(outside: Outside): Handlers {
  return new Map([
    [Root, makeRootHandler(outside)],
    [Middle, makeMiddleHandler(outside)],
    [Leaf, makeLeafHandler(outside)],
  ]);
}

/** What must be true of a world in which everything has come to its end. */

import { readAnswer, readLedger, type Ledger } from "./ledger.js";
import { Root } from "./services.js";
import type { Workflow } from "./workflows.js";
import type { Happening, World } from "./world.js";

/** One root, and what those who asked for it were told. */
export interface Asked {
  readonly root: string;
  /** False for a plain client, whose message may be lost before anybody has it. */
  readonly isNamed: boolean;
  readonly answers: string[];
  /** A client that was told that its call is certain to be carried out. */
  isAccepted: boolean;
}

export interface Seen {
  readonly ledgers: readonly Ledger[];
  readonly outside: readonly Happening[];
}

export async function look(world: World): Promise<Seen> {
  const ledgers = await Promise.all(world.stores.map((store) => readLedger(store, world.partitions)));
  return { ledgers, outside: [...world.outside] };
}

const rootOf = (effect: string): string => effect.split("/")[0] ?? "";

/**
 * What must not have come later: anything more of a root that had ended. One that had never begun may begin with a message
 * that was held up, as long as its ID is valid.
 */
export function judgeLate({ happened, hasExpired }: World, before: Seen, after: Seen): string[] {
  const violations: string[] = [];
  const ended = new Set(before.ledgers.flatMap(({ answers }) => [...answers.keys()]));
  for (const [index, { applied, answers }] of after.ledgers.entries()) {
    const then = before.ledgers[index];
    for (const [effect, times] of applied)
      if (ended.has(rootOf(effect)) && then?.applied.get(effect) !== times)
        violations.push(`${effect} came too late, and was applied`);
    for (const [root, answer] of then?.answers ?? [])
      if (answers.get(root) !== answer) violations.push(`the answer of ${root} has changed into ${answers.get(root)}`);
  }
  // Outside, an effect may happen again for as long as its ID is valid. Nothing can hold back a process that stands still
  // just before it acts.
  if (hasExpired || happened.some(({ fault }) => fault === "late zombie")) return violations;
  for (const { what, isLate } of after.outside)
    if (isLate) violations.push(`${what} came too late, and happened outside`);
  return violations;
}

/** The violations: none in a world that keeps its promises. */
export async function judge(
  world: World,
  asked: readonly Asked[],
  { ledgers }: Seen,
  { readsEarly }: Workflow,
): Promise<string[]> {
  const applied = new Map(ledgers.flatMap((ledger) => [...ledger.applied]));
  const answers = new Map(ledgers.flatMap((ledger) => [...ledger.answers]));
  return [
    ...judgeEffects(applied),
    ...judgeTotals(ledgers).filter((violation) => !readsEarly || !violation.startsWith(Root.name)),
    ...asked.flatMap((one) => judgeRoot(one, applied, answers.get(one.root), world)),
    ...(await judgeLetters(world, asked, answers)),
  ];
}

/** Nothing twice, nothing by half. */
function judgeEffects(applied: ReadonlyMap<string, number>): string[] {
  const violations: string[] = [];
  for (const [effect, times] of applied) {
    if (times !== 1) violations.push(`the effect ${effect} was applied ${times} times`);
    const twin = effect.endsWith("'") ? effect.slice(0, -1) : `${effect}'`;
    if (!applied.has(twin)) violations.push(`the effect ${effect} was applied by half`);
    if (effect.includes("torn")) violations.push(`a method that only reads saw half of a commit: ${effect}`);
  }
  return violations;
}

/** No update was lost. */
function judgeTotals(ledgers: readonly Ledger[]): string[] {
  return ledgers.flatMap(({ counted, totals }) =>
    [...counted]
      .filter(([partition, count]) => totals.get(partition) !== count)
      .map(([partition, count]) => `${partition} holds ${count} effects and has counted ${totals.get(partition)}`),
  );
}

function judgeRoot(
  { root, answers, isAccepted }: Asked,
  applied: ReadonlyMap<string, number>,
  recorded: string | undefined,
  { hasExpired, outside }: World,
): string[] {
  const violations = answers
    .filter((answer) => answer !== recorded)
    .map((answer) => `a client of ${root} was told ${answer}, and recorded is ${recorded}`);
  const found = [...applied.keys()]
    .filter((effect) => effect.startsWith(`${root}/`) && !effect.endsWith("'"))
    .toSorted();
  const happened = outside.filter(({ what }) => what.startsWith(`${root}/`));
  if (recorded !== undefined) {
    // What nobody waits for, a message or the loser of a race, may have expired on its way, which is a dead letter.
    const isDue = (effect: string): boolean => !hasExpired || !/\/(n\d|raced)/.test(effect) || found.includes(effect);
    const effects = readAnswer(recorded).effects.filter(isDue);
    if (effects.join() !== found.join())
      violations.push(`${root} answered that it has applied ${effects.join(", ")}; applied were ${found.join(", ")}`);
    // Outside it may have happened more than once, but never otherwise.
    for (const { what } of happened)
      if (!effects.includes(what)) violations.push(`${what} happened outside, and ${root} knows nothing of it`);
    for (const receipt of effects.flatMap((effect) => effect.match(/\br\d+/g) ?? []))
      if (happened.every((one) => one.receipt !== receipt)) violations.push(`nobody has given ${root} ${receipt}`);
  } else if (!hasExpired) {
    if (found.length > 0) violations.push(`${root} never ended, and has applied ${found.join(", ")}`);
    if (happened.length > 0) violations.push(`${root} never ended, and outside ${happened.length} things happened`);
    if (isAccepted) violations.push(`${root} was accepted, and never ended`);
  }
  return violations;
}

/** No dead letters before something has expired, and then one for each call that was accepted and has not ended. */
async function judgeLetters(
  { stores, hasExpired }: World,
  asked: readonly Asked[],
  answers: ReadonlyMap<string, string>,
): Promise<string[]> {
  const letters: string[] = [];
  for (const store of stores) for await (const { key } of store.deadLetters()) letters.push(key.id);
  if (!hasExpired) return letters.map((id) => `a dead letter, though nothing has expired: ${id}`);
  return asked
    .filter(({ root, isAccepted }) => isAccepted && !answers.has(root) && !letters.includes(root))
    .map(({ root }) => `${root} was accepted and has come to nothing, and there is no dead letter of it`);
}

/** The invocations that are still to be finished. */
export async function findOpen({ stores, partitions }: World): Promise<string[]> {
  const open: string[] = [];
  for (const store of stores)
    for (const partition of partitions)
      for await (const { key, intent, result } of store.scanInvocations(partition))
        if (intent !== undefined && result === undefined) open.push(`${key.partition} ${key.id}`);
  return open;
}

/** The invocations of which anything is left. */
export async function findRecords({ stores, partitions }: World): Promise<string[]> {
  const left: string[] = [];
  for (const store of stores)
    for (const partition of partitions)
      for await (const { key } of store.scanInvocations(partition)) left.push(`${key.partition} ${key.id}`);
  return left;
}

/** Where the open intents are, and the collector's work on them: claim, sweep, dead letters (E9). */

import { EXPIRY_SLACK } from "../expiry.js";
import type { Claim, DeadLetter, InvocationKey } from "../store.js";
import { decodeString, encodeString } from "./bytes.js";
import type { Connection } from "./connect.js";
import { intentLists, type IntentLists, parseIntentMember, PARTITIONS, recordKey } from "./keys.js";
import { unpackIntent } from "./record.js";
import type { ScriptAnswer } from "./scripts.js";

/** Dead letters that are read in one command. */
const PAGE = 256;

/** A member of one of the lists of intents. */
interface Listed {
  readonly lists: IntentLists;
  readonly member: Buffer;
  readonly score: number;
}

export interface Intents {
  /** The lists that hold the intents of this partition. */
  readonly listsOf: (partition: string) => IntentLists;
  /** To be awaited before an intent is committed in these partitions: on a cluster, collectors would not find it. */
  readonly register: (partitions: readonly string[]) => Promise<void>;
  readonly claim: (idle: number, limit: number) => Promise<Claim[]>;
  readonly sweep: (limit: number) => Promise<DeadLetter[]>;
  readonly deadLetters: () => AsyncGenerator<DeadLetter>;
}

/** @param now the store's clock, or empty for that of Redis */
export function openIntents({ address, client, run, ask }: Connection, now: () => string): Intents {
  const registered = new Set<string>();

  async function register(partitions: readonly string[]): Promise<void> {
    await ask("register partitions", () => client.sadd(PARTITIONS, ...partitions.map(encodeString)));
    for (const partition of partitions) registered.add(partition);
  }

  async function allLists(): Promise<IntentLists[]> {
    if (!address.cluster) return [intentLists(undefined)];
    // Costs little, and mends a set that a failover has shortened.
    if (registered.size > 0) await register([...registered]);
    const partitions = await ask("list partitions", () => client.smembersBuffer(PARTITIONS));
    return partitions.map((name) => intentLists(decodeString(name)));
  }

  async function readList(
    lists: IntentLists,
    name: keyof IntentLists,
    start: number,
    count: number,
  ): Promise<Listed[]> {
    const flat = await ask("list intents", () =>
      client.zrangeBuffer(lists[name], start, String(start + count - 1), "WITHSCORES"),
    );
    return Array.from({ length: flat.length / 2 }, (_, i) => {
      const [member, score] = flat.slice(2 * i, 2 * i + 2) as [Buffer, Buffer];
      return { lists, member, score: Number(score) };
    });
  }

  /** The first members of all these lists together. */
  async function firstOf(all: readonly IntentLists[], name: keyof IntentLists, count: number): Promise<Listed[]> {
    const pages = await Promise.all(all.map((lists) => readList(lists, name, 0, count)));
    return pages.flat().toSorted(byScore).slice(0, count);
  }

  /** Lets `visit` work on these intents, those of one hash slot at a time. */
  async function visitAll(
    intents: readonly Listed[],
    visit: (lists: IntentLists, listed: readonly Listed[], records: readonly Buffer[]) => Promise<void>,
  ): Promise<void> {
    for (const lists of new Set(intents.map((one) => one.lists))) {
      const listed = intents.filter((one) => one.lists === lists);
      await visit(lists, listed, listed.map(keyOf).map(recordKey));
    }
  }

  return {
    listsOf: (partition) => intentLists(address.cluster ? partition : undefined),

    register: async (partitions) => {
      const unknown = address.cluster ? partitions.filter((partition) => !registered.has(partition)) : [];
      if (unknown.length > 0) await register(unknown);
    },

    claim: async (idle, limit) => {
      const all = await allLists();
      const claimed = new Map<string, Listed & Pick<Claim, "intent">>();
      for (let goOn = true; goOn && claimed.size < limit;) {
        goOn = false;
        // What an earlier round has claimed may be among the first again, if everything is as young.
        const first = await firstOf(all, "touched", limit);
        const fresh = first.filter((one) => !claimed.has(nameOf(one))).slice(0, limit - claimed.size);
        await visitAll(fresh, async ({ touched }, listed, records) => {
          const intents = listed.flatMap(({ member, score }) => [member, score]);
          const args = [now(), EXPIRY_SLACK, idle, ...intents];
          const answer = await ask("claim", () => run("claim", [touched, ...records], args));
          // What has expired, or another collector has claimed, is not among the first any more: others have moved up.
          if (Number(answer[1]) > 0) goOn = true;
          for (const [one, intent] of pick(listed, answer.slice(2), 2)) {
            claimed.set(nameOf(one), { ...one, intent: unpackIntent(intent as Buffer) });
          }
        });
      }
      return [...claimed.values()].toSorted(byScore).map(({ intent, ...one }) => ({ key: keyOf(one), intent }));
    },

    sweep: async (limit) => {
      const all = await allLists();
      const letters: (Listed & DeadLetter)[] = [];
      for (let goOn = true; goOn && letters.length < limit;) {
        goOn = false;
        const first = await firstOf(all, "expiries", limit - letters.length);
        await visitAll(first, async ({ touched, expiries, deadLetters }, listed, records) => {
          const args = [now(), EXPIRY_SLACK, ...listed.map(({ member }) => member)];
          const answer = await ask("sweep", () => run("sweep", [touched, expiries, deadLetters, ...records], args));
          // Another collector has been here: others have moved up.
          if (Number(answer[1]) > 0) goOn = true;
          for (const [one, expiry, intent] of pick(listed, answer.slice(2), 3)) {
            letters.push({ ...one, key: keyOf(one), intent: unpackIntent(intent as Buffer), expiry: Number(expiry) });
          }
        });
      }
      return letters.toSorted(byScore).map(({ key, intent, expiry }) => ({ key, intent, expiry }));
    },

    deadLetters: async function* () {
      const found: Listed[] = [];
      for (const lists of await allLists()) {
        for (let page: Listed[] = [], start = 0; start === 0 || page.length === PAGE; start += PAGE) {
          page = await readList(lists, "deadLetters", start, PAGE);
          found.push(...page);
        }
      }
      for (const { member, score } of found.toSorted(byScore)) {
        const { key, rest } = parseIntentMember(member);
        yield { key, intent: unpackIntent(rest), expiry: score };
      }
    },
  };
}

/** What a script answers about some of `listed`: `width` values each, of which the first is a place in that list. */
function pick(listed: readonly Listed[], answer: ScriptAnswer, width: number): [Listed, ...ScriptAnswer][] {
  return Array.from({ length: answer.length / width }, (_, i) => {
    const [place, ...values] = answer.slice(i * width, (i + 1) * width);
    return [listed[Number(place)] as Listed, ...values];
  });
}

function keyOf({ member }: Pick<Listed, "member">): InvocationKey {
  return parseIntentMember(member).key;
}

function nameOf({ member }: Listed): string {
  return member.toString("latin1");
}

/** Redis sorts like this within a list. */
function byScore(a: Listed, b: Listed): number {
  return a.score - b.score || Buffer.compare(a.member, b.member);
}

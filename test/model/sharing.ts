/**
 * Names for states: equal ones have the same. States also come to share their parts, because a search holds hundreds of
 * thousands of them, and most of one state is as it was in the last.
 */

import type { State } from "./state.js";
import { numberOf } from "./values.js";

export interface Sharing {
  /** The same state, made of parts that equal states share. */
  readonly share: (state: State) => State;
  /** The same text for the same state, whatever the order of what is a set or a bag. Only for what `share` returned. */
  readonly encode: (state: State) => string;
}

interface Part {
  readonly code: string;
  readonly value: object;
}

export function createSharing(): Sharing {
  const byText = new Map<string, Part>();
  const byValue = new WeakMap<object, Part>();

  function partOf(value: object): Part {
    let part = byValue.get(value);
    if (part !== undefined) return part;
    const text = JSON.stringify(value, plain);
    part = byText.get(text);
    if (part === undefined) byText.set(text, (part = { code: byText.size.toString(36), value }));
    byValue.set(value, part);
    return part;
  }

  const shared = <T extends object>(value: T): T => partOf(value).value as T;
  const codeOf = (value: object): string => partOf(value).code;

  return {
    share: (state) => ({
      records: Object.fromEntries(Object.entries(state.records).map(([name, record]) => [name, shared(record)])),
      values: shared(state.values),
      letters: shared(state.letters),
      attempts: state.attempts.map(shared).sort(byCode),
      network: state.network.map(shared).sort(byCode),
      era: state.era,
      left: shared(state.left),
      history: shared(state.history),
    }),
    encode({ records, values, letters, attempts, network, era, left, history }) {
      const parts = [Object.values(records).map(codeOf).sort(), attempts.map(codeOf), network.map(codeOf)];
      return `${parts.join(";")};${[values, letters, left, history].map(codeOf).join()},${era}`;
    },
  };

  function byCode(a: object, b: object): number {
    return codeOf(a) < codeOf(b) ? -1 : 1;
  }
}

function plain(_key: string, part: unknown): unknown {
  if (part instanceof Map) return [...part];
  return part instanceof Uint8Array ? numberOf(part) + (part.length > 1 ? Buffer.from(part).toString() : "") : part;
}

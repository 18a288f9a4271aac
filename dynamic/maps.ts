/**
 * Maps as JSON: an object where a key is one word (of a base type or an enum), so that it can be the name of a property; else
 * an array of pairs.
 */

import { plainType } from "../generator/resolve/plain-type.js";
import type { TypeRef } from "../generator/model.js";
import { isObject } from "./json.js";
import { wrong } from "./scalars.js";

/** A key or a value, and where it stands. */
export interface Placed {
  readonly json: unknown;
  readonly path: string;
}

export function fromEntries(key: TypeRef, entries: Iterable<readonly [key: unknown, value: unknown]>): unknown {
  if (!isWord(key)) return [...entries].map(([each, value]) => [each, value]);
  return Object.fromEntries([...entries].map(([each, value]) => [String(each), value]));
}

/**
 * The entries of a map in either form.
 * @throws UserError if it has neither
 */
export function toEntries(key: TypeRef, json: unknown, path: string): readonly (readonly [Placed, Placed])[] {
  if (Array.isArray(json)) return json.map((pair: unknown, index) => toEntry(pair, `${path}[${index}]`));
  if (!isObject(json) || !isWord(key))
    throw wrong(path, `${isWord(key) ? "an object" : "an array of pairs"} (a map)`, json);
  return Object.entries(json).map(([name, value]) => {
    const at = `${path}[${JSON.stringify(name)}]`;
    return [
      { json: name, path: `the key of ${at}` },
      { json: value, path: at },
    ];
  });
}

function toEntry(pair: unknown, path: string): readonly [Placed, Placed] {
  if (!Array.isArray(pair) || pair.length !== 2) throw wrong(path, "a pair of key and value", pair);
  const [key, value]: readonly unknown[] = pair;
  return [
    { json: key, path: `${path}[0]` },
    { json: value, path: `${path}[1]` },
  ];
}

function isWord(key: TypeRef): boolean {
  const { kind } = plainType(key);
  return kind === "base" || kind === "enum";
}

/** Which declaration of the new IDL is which of the old one. They are found by name, modules by the name of their file. */
import type { Field, Method, Module, Program, ServiceDeclaration, StructDeclaration } from "../model.js";

/** One thing, before and after. */
export interface Pair<T> {
  readonly old: T;
  readonly new: T;
}

/** Pairs of those that both sides have, and those that the new side lacks or has added. */
export interface Paired<T> {
  readonly both: readonly Pair<T>[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

export function pairBy<T>(before: readonly T[], after: readonly T[], key: (item: T) => unknown): Paired<T> {
  const old = new Map(before.map((item) => [key(item), item]));
  const next = new Map(after.map((item) => [key(item), item]));
  return {
    both: [...old].flatMap(([name, item]) => {
      const found = next.get(name);
      return found === undefined ? [] : [{ old: item, new: found }];
    }),
    removed: [...old].filter(([name]) => !next.has(name)).map(([, item]) => item),
    added: [...next].filter(([name]) => !old.has(name)).map(([, item]) => item),
  };
}

export const byName = ({ name }: { readonly name: string }): string => name;
export const byId = ({ id }: Field): number => id;

/**
 * The first modules of each side belong together even if their files have other names: they are what the user compares.
 * @param roots how many modules of each side the user has named
 */
export function pairModules(before: Program, after: Program, roots: number): readonly Pair<Module>[] {
  const named = before.modules.slice(0, roots).flatMap((old, index) => {
    const next = after.modules[index];
    return next === undefined ? [] : [{ old, new: next }];
  });
  const included = pairBy(before.modules.slice(roots), after.modules.slice(roots), byName);
  return [...named, ...included.both];
}

/** A service's methods with those it inherits: callers do not see the difference. */
export function allMethods(service: ServiceDeclaration): readonly Method[] {
  const inherited = service.extends === undefined ? [] : allMethods(service.extends);
  return [...inherited, ...service.methods];
}

/** Pairs of structs: those of the same name, and those that stand in the same place. Each pair once. */
export class StructPairs {
  readonly #seen = new Map<StructDeclaration, Set<StructDeclaration>>();
  readonly #waiting: Pair<StructDeclaration>[] = [];

  add(old: StructDeclaration, next: StructDeclaration): void {
    const seen = this.#seen.get(old) ?? new Set();
    this.#seen.set(old, seen);
    if (seen.has(next)) return;
    seen.add(next);
    this.#waiting.push({ old, new: next });
  }

  /** All there are, those added meanwhile included. */
  *[Symbol.iterator](): Generator<Pair<StructDeclaration>> {
    // `#waiting` grows while this loop walks it.
    for (const pair of this.#waiting) yield pair;
  }
}

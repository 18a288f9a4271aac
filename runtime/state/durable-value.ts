/** One durable value: a field of the state that is no container, or what a map holds under one key. */

import type { Cells } from "./cells.js";
import type { StoredType } from "./descriptor.js";

/** `Absent` is what there is when nothing is stored: `undefined`, or nothing but `T` where the IDL has a default. */
export interface DurableValue<T, Absent = undefined> {
  get(): Promise<T | Absent>;
  set(value: T): Promise<void>;
  delete(): Promise<void>;
  /** Replaces the value by what `change` makes of it, and resolves to that. */
  update(change: (before: T | Absent) => T): Promise<T>;
}

/** @param initial what there is when nothing is stored */
export function openDurableValue<T, Absent>(
  cells: Cells,
  key: string,
  type: StoredType<T>,
  initial: () => Absent,
): DurableValue<T, Absent> {
  const gate = cells.gate(key);
  const get = async (): Promise<T | Absent> => (await cells.read(key, type)) ?? initial();
  return {
    get: () => gate.read(get),
    async set(value) {
      const bytes = cells.encode(type, value);
      await gate.write(() => cells.write(key, bytes));
    },
    delete: () => gate.write(() => cells.write(key, undefined)),
    update: (change) =>
      gate.write(async () => {
        const value = change(await get());
        await cells.write(key, cells.encode(type, value));
        return value;
      }),
  };
}

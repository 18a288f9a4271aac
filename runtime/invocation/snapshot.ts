import type { StateAccess } from "../state/access.js";
import { isSameValue } from "./same-value.js";
import type { StateKey, Store } from "../store/store.js";

type Value = Uint8Array | undefined;

/** State as a method reads it that is not recorded, and so may not write. */
export class Snapshot implements StateAccess {
  readonly #store: Store;
  readonly #partition: string;
  readonly #who: string;
  readonly #mayRead: boolean;
  readonly #seen: { readonly key: StateKey; readonly value: Value }[] = [];

  /** @param who begins the message of an error: `Shop.price is faas.pure` */
  constructor(store: Store, partition: string, who: string, mayRead: boolean) {
    this.#store = store;
    this.#partition = partition;
    this.#who = who;
    this.#mayRead = mayRead;
  }

  async read(collection: string, key: string): Promise<Value> {
    if (!this.#mayRead) throw new Error(`${this.#who}: it cannot read state (${collection})`);
    const at = { partition: this.#partition, collection, key };
    const [value] = await this.#store.read([at]);
    this.#seen.push({ key: at, value });
    return value;
  }

  async write(collection: string): Promise<void> {
    throw new Error(`${this.#who}: it cannot write state (${collection})`);
  }

  /** Whether everything that was read is still so, all at one moment. One value always was. */
  async isConsistent(): Promise<boolean> {
    if (this.#seen.length < 2) return true;
    const now = await this.#store.read(this.#seen.map(({ key }) => key));
    return this.#seen.every(({ value }, index) => isSameValue(value, now[index]));
  }
}

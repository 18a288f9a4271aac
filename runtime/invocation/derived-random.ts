import type { InvocationKey } from "../store/store.js";
import { derivedBytes } from "./ids.js";

/**
 * Randomness that costs nothing to make replayable (E2): it is derived from the invocation's ID, so every attempt
 * draws the same values. Whoever knows the ID can compute them: not for secrets.
 */
export class DerivedRandom {
  readonly #key: InvocationKey;
  readonly #scope: string;
  #numbers = 0;
  #uuids = 0;

  /** @param scope the path of the branch that draws: each counts its own */
  constructor(key: InvocationKey, scope: string) {
    this.#key = key;
    this.#scope = scope;
  }

  /** In [0, 1), 48 random bits. */
  number(): number {
    return derivedBytes(this.#key, `random ${this.#scope}`, this.#numbers++).readUIntBE(0, 6) / 2 ** 48;
  }

  /** Version 4, variant 1 (RFC 9562). */
  uuid(): string {
    const bytes = derivedBytes(this.#key, `uuid ${this.#scope}`, this.#uuids++);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }
}

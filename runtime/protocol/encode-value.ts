/**
 * A value of the user's in the binary protocol, or an error that says which of its fields is wrong. Writers do not keep
 * track of names: the good value pays nothing for it, a bad one is written once more by a writer that does.
 */

import { BinaryWriter } from "./binary-writer.js";
import type { Fields, ProtocolWriter } from "./protocol.js";
import { idOf } from "./tag.js";
import { ofField } from "./wrong-value.js";

/** @throws TypeError or RangeError, such as `Post.creator.username must be a string, got undefined` */
export function encodeValue(write: (output: ProtocolWriter) => void): Uint8Array {
  const output = new BinaryWriter();
  try {
    write(output);
  } catch (error) {
    throw ofField(error, () => pathOfFailure(write));
  }
  return output.finish();
}

function pathOfFailure(write: (output: ProtocolWriter) => void): string {
  const output = new PathWriter();
  try {
    write(output);
  } catch {
    return output.path;
  }
  return "A value";
}

/** Knows in which field it is. */
class PathWriter extends BinaryWriter {
  readonly #structs: Fields[] = [];
  readonly #ids: number[] = [];

  get path(): string {
    const names = this.#ids.map((id, depth) => this.#structs[depth]?.byId.get(id)?.name ?? String(id));
    return [this.#structs[0]?.struct ?? "A value", ...names].join(".");
  }

  override writeStructBegin(fields: Fields): void {
    this.#structs.push(fields);
    super.writeStructBegin(fields);
  }

  override writeTag(tag: number): void {
    this.#ids[this.#structs.length - 1] = idOf(tag);
    super.writeTag(tag);
  }

  override writeStructEnd(): void {
    super.writeStructEnd();
    this.#structs.pop();
    this.#ids.length = this.#structs.length;
  }
}

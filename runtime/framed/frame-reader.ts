/** Cuts a stream of bytes into frames: each begins with its length, an i32. */

import { ProtocolError } from "../protocol/protocol-error.js";

const SIZE_BYTES = 4;
/** So much room is made for a frame of which little has come; more only as its bytes come. */
const FIRST_ROOM = 64 * 1024;

/** What the first bytes of something else look like, read as a length. */
const STRANGERS: readonly (readonly [text: RegExp, what: string])[] = [
  [/^(GET |POST|PUT |HEAD|HTTP)/, "this is HTTP, and no framed Thrift"],
  [/^(\x80|\x82|\[1,")/, "this is a Thrift message without a frame: use a framed transport"],
];

/** A frame is longer than the limit, and does not look like anything but a frame. */
export class LongFrameError extends ProtocolError {}

export class FrameReader {
  readonly #limit: number;
  #size = 0;
  #sizeBytes = 0;
  /** What has come of a frame that came in pieces. */
  #room = Buffer.alloc(0);
  #filled = 0;

  /** @param limit of one frame, in bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether all that has come belongs to whole frames. */
  get isBetweenFrames(): boolean {
    return this.#sizeBytes === 0;
  }

  /**
   * Takes in the next bytes and gives, one after the other, the frames that are whole now. They may share the chunk's
   * memory. To be read to its end before the next bytes.
   * @throws ProtocolError behind these, on a length that is negative or over the limit (LongFrameError): nothing can be
   *   read of this stream any more
   */
  *push(chunk: Uint8Array): Generator<Uint8Array, void> {
    let at = 0;
    // An empty frame is whole without a further byte.
    while (at < chunk.length || (this.#sizeBytes === SIZE_BYTES && this.#size === 0)) {
      if (this.#sizeBytes < SIZE_BYTES) {
        this.#size = (this.#size << 8) | (chunk[at] ?? 0);
        at++;
        if (++this.#sizeBytes === SIZE_BYTES) this.#checkSize();
        continue;
      }
      const end = Math.min(chunk.length, at + this.#size - this.#filled);
      const part = chunk.subarray(at, end);
      at = end;
      if (part.length === this.#size) yield this.#finish(part);
      else {
        this.#append(part);
        if (this.#filled === this.#size) yield this.#finish(this.#room.subarray(0, this.#size));
      }
    }
  }

  #finish(frame: Uint8Array): Uint8Array {
    this.#size = 0;
    this.#sizeBytes = 0;
    this.#room = Buffer.alloc(0);
    this.#filled = 0;
    return frame;
  }

  /** What a length promises is no reason to allocate it. */
  #append(part: Uint8Array): void {
    const needed = this.#filled + part.length;
    if (needed > this.#room.length) {
      const larger = Buffer.allocUnsafe(Math.min(this.#size, Math.max(FIRST_ROOM, 2 * needed)));
      larger.set(this.#room.subarray(0, this.#filled));
      this.#room = larger;
    }
    this.#room.set(part, this.#filled);
    this.#filled = needed;
  }

  #checkSize(): void {
    if (this.#size >= 0 && this.#size <= this.#limit) return;
    const bytes = Buffer.alloc(SIZE_BYTES);
    bytes.writeInt32BE(this.#size);
    const stranger = STRANGERS.find(([text]) => text.test(bytes.toString("latin1")))?.[1];
    const announced = `A frame announces ${this.#size < 0 ? "a negative length" : `${this.#size} bytes`}`;
    if (stranger !== undefined) throw new ProtocolError(`${announced}: ${stranger}`);
    if (this.#size < 0) throw new ProtocolError(announced);
    throw new LongFrameError(`${announced}, and ${this.#limit} are allowed`);
  }
}

/** A message with its length before it. */
export function frame(message: Uint8Array): Uint8Array {
  const framed = Buffer.allocUnsafe(SIZE_BYTES + message.length);
  framed.writeInt32BE(message.length);
  framed.set(message, SIZE_BYTES);
  return framed;
}

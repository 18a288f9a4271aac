/**
 * Eight bytes seen as an integer, as a double and as two 32-bit words: the fastest way between bytes and a bigint.
 * Whoever uses them writes one view and reads another at once.
 */

export interface EightBytes {
  readonly words: Int32Array;
  readonly int64: BigInt64Array;
  readonly float64: Float64Array;
  /** Which of the words holds the lower half: that depends on the machine. */
  readonly LOW: number;
  readonly HIGH: number;
}

/**
 * A file that is on the way of every byte has eight bytes of its own, and of all other constants too: what a file imports
 * V8 loads whenever it is used, what it has itself V8 puts into its code. That is a tenth of reading and writing.
 */
export function eightBytes(): EightBytes {
  const words = new Int32Array(2);
  const LOW = new Uint8Array(Int32Array.of(1).buffer)[0] === 1 ? 0 : 1;
  const { buffer } = words;
  return { words, int64: new BigInt64Array(buffer), float64: new Float64Array(buffer), LOW, HIGH: 1 - LOW };
}

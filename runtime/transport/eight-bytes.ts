/**
 * Eight bytes seen as an integer, as a double and as two 32-bit words: the fastest way between bytes and a bigint.
 * Whoever uses them writes one view and reads another at once.
 */

export const words = new Int32Array(2);
export const int64 = new BigInt64Array(words.buffer);
export const float64 = new Float64Array(words.buffer);

/** Which of the words holds the lower half: that depends on the machine. */
export const LOW = new Uint8Array(Int32Array.of(1).buffer)[0] === 1 ? 0 : 1;
export const HIGH = 1 - LOW;

/**
 * Node's own functions between bytes and text, as `Buffer.toString` and `Buffer.write` call them after they have looked at
 * their arguments. They take any Uint8Array as `this`. Node does not document them; they are as old as Buffer.
 */

interface NativeText {
  readonly latin1Slice: (this: Uint8Array, start: number, end: number) => string;
  readonly utf8Slice: (this: Uint8Array, start: number, end: number) => string;
  /** Returns how many bytes it has written. */
  readonly utf8Write: (this: Uint8Array, text: string, at: number) => number;
}

export const nativeText = Buffer.prototype as unknown as NativeText;

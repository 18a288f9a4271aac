/**
 * Strings and lists of strings as bytes, for keys, fields and values in Redis. Every JavaScript string has bytes of its
 * own, lone surrogates included, and the bytes sort as JavaScript compares the strings; UTF-8 promises neither.
 */

/** Each UTF-16 code unit as UTF-8 would write it, surrogates too: UTF-8 itself for all text without surrogates. */
export function encodeString(text: string): Buffer {
  if (!SURROGATE.test(text)) return Buffer.from(text, "utf8");
  const bytes = text.replaceAll(/[\u0080-\uffff]/g, (char) => {
    const unit = char.charCodeAt(0);
    return unit < 0x800
      ? String.fromCharCode(0xc0 | (unit >> 6), 0x80 | (unit & 63))
      : String.fromCharCode(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63));
  });
  return Buffer.from(bytes, "latin1");
}

export function decodeString(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replaceAll(/[\xe0-\xef][\x80-\xbf]{2}/g, (sequence) => {
      const [a, b, c] = [0, 1, 2].map((i) => sequence.charCodeAt(i) & 63) as [number, number, number];
      return String.fromCharCode(((a & 15) << 12) | (b << 6) | c);
    })
    .replaceAll(/[\xc2-\xdf][\x80-\xbf]/g, (sequence) => {
      return String.fromCharCode(((sequence.charCodeAt(0) & 31) << 6) | (sequence.charCodeAt(1) & 63));
    });
}

/** Some byte strings as one: their number, then each with its length before it. Never empty. `record.lua` reads it too. */
export function pack(parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat([uint32(parts.length), ...parts.flatMap((part) => [uint32(part.length), part])]);
}

export function unpack(bytes: Buffer): Buffer[] {
  let position = 4;
  return Array.from({ length: bytes.readUInt32BE(0) }, () => {
    const start = position + 4;
    position = start + bytes.readUInt32BE(position);
    return bytes.subarray(start, position);
  });
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const SURROGATE = /[\ud800-\udfff]/;

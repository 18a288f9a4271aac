import { closeSync, openSync, readSync } from "node:fs";
import { randomBytes as byNodeCrypto } from "node:crypto";

/** The kernel's random numbers, where they are a file. */
const SOURCE = "/dev/urandom";

/**
 * Random bytes that nobody can guess. From the kernel, because `node:crypto`, which asks the kernel as well, takes 10 ms to
 * load: a good part of a cold start.
 */
export function randomBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let file: number | undefined;
  try {
    file = openSync(SOURCE, "r");
    if (readSync(file, bytes) === length) return bytes;
  } catch {
    // Not on this system.
  } finally {
    if (file !== undefined) closeSync(file);
  }
  return byNodeCrypto(length);
}

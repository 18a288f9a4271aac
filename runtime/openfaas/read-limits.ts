import { DEFAULT_LIMITS, MAX_DEPTH, type Limits } from "../protocol/limits.js";

/** What a setting must leave room for: the envelope of a call, its names and its IDs. */
const SMALLEST_BYTES = 1024;
const SMALLEST_DEPTH = 4;

/** More would not fit the longest text that Node makes of a message in JSON. */
const LARGEST_BYTES = 256 * 1024 * 1024;

/**
 * The limits of the calls that a function takes, from its environment.
 * @throws Error if one of them makes no sense
 */
export function readLimits(env: NodeJS.ProcessEnv): Limits {
  const read = (name: string, byDefault: number, smallest: number, largest: number): number => {
    const text = env[name];
    if (text === undefined) return byDefault;
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= smallest && value <= largest) return value;
    throw new Error(`${name} is "${text}"; it is a whole number from ${smallest} to ${largest}, or left out`);
  };
  const bytes = (name: string, byDefault: number) => read(name, byDefault, SMALLEST_BYTES, LARGEST_BYTES);
  const messageBytes = bytes("THRIFT_FAAS_MAX_MESSAGE_BYTES", DEFAULT_LIMITS.messageBytes);
  return {
    messageBytes,
    // Without a limit of its own, a string may be as long as its message.
    stringBytes: bytes("THRIFT_FAAS_MAX_STRING_BYTES", messageBytes),
    elements: read("THRIFT_FAAS_MAX_ELEMENTS", DEFAULT_LIMITS.elements, 1, LARGEST_BYTES),
    depth: read("THRIFT_FAAS_MAX_DEPTH", DEFAULT_LIMITS.depth, SMALLEST_DEPTH, MAX_DEPTH),
  };
}

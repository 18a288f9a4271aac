/** Values of base types and enums, and their JSON. What does not fit its type is a mistake of the user's, at a path such as `$.post.urls[2]`. */

import { didYouMean } from "../generator/diagnostics/suggest.js";
import type { EnumDeclaration } from "../generator/model.js";
import { UserError } from "../generator/user-error.js";
import { isUuid } from "../runtime/protocol/uuid.js";
import { describeJson, isLosslessNumber, LosslessNumber } from "./json.js";

const INTEGER = /^-?(0|[1-9]\d*)$/;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

export function toBool(json: unknown, path: string): boolean {
  if (typeof json === "boolean") return json;
  // As it stands in a map's key.
  if (json === "true" || json === "false") return json === "true";
  throw wrong(path, "true or false", json);
}

/** All digits count. They may be quoted: not every program that writes JSON can write them all as a number. */
export function toInteger(json: unknown, bits: number, path: string): bigint {
  const digits = numberText(json);
  if (digits !== undefined && INTEGER.test(digits)) {
    const value = BigInt(digits);
    if (BigInt.asIntN(bits, value) === value) return value;
  }
  throw wrong(path, `an integer that fits i${bits}`, json);
}

export function toDouble(json: unknown, path: string): number {
  const text = numberText(json);
  if (text === "NaN" || text === "Infinity" || text === "-Infinity") return Number(text);
  const value = text !== undefined && NUMBER.test(text) ? Number(text) : NaN;
  if (Number.isFinite(value)) return value;
  throw wrong(path, `a number that fits a double, "NaN", "Infinity" or "-Infinity"`, json);
}

export function toText(json: unknown, path: string): string {
  if (typeof json !== "string") throw wrong(path, "a string", json);
  // No UTF-8 can say it.
  if (/\p{Surrogate}/u.test(json)) throw wrong(path, "a string without half characters", json);
  return json;
}

export function toBytes(json: unknown, path: string): Uint8Array {
  if (typeof json === "string") {
    const bytes = Buffer.from(json, "base64");
    // Decoding passes over whatever is no Base64.
    if (bytes.toString("base64") === json) return bytes;
  }
  throw wrong(path, `bytes in Base64, such as "AAECAw=="`, json);
}

export function toUuid(json: unknown, path: string): string {
  if (isUuid(json)) return json;
  throw wrong(path, `a UUID such as "00000000-0000-0000-0000-000000000000"`, json);
}

/** By the member's name, or its number, which may be one that the IDL does not know. */
export function toEnum({ name, members }: EnumDeclaration, json: unknown, path: string): number {
  const member = members.find((each) => each.name === json);
  if (member !== undefined) return member.value;
  if (typeof json !== "string" || INTEGER.test(json)) return Number(toInteger(json, 32, path));
  const names = members.map((each) => each.name);
  const hint = didYouMean(json, names) ?? `it has ${names.join(", ")}`;
  throw new UserError(`${path}: the enum ${name} has no member ${describeJson(json)}; ${hint}`);
}

export function fromNumber(value: number | bigint): LosslessNumber | string {
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return new LosslessNumber(Object.is(value, -0) ? "-0" : String(value));
}

export function fromBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

export function fromEnum({ members }: EnumDeclaration, value: number): LosslessNumber | string {
  return members.find((each) => each.value === value)?.name ?? fromNumber(value);
}

export function wrong(path: string, expected: string, json: unknown): UserError {
  return new UserError(`${path} must be ${expected}, not ${describeJson(json)}`);
}

function numberText(json: unknown): string | undefined {
  if (isLosslessNumber(json)) return json.value;
  return typeof json === "string" ? json : undefined;
}

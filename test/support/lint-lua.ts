/**
 * Rules for the Lua scripts of the Redis store. A script's header names its KEYS, ARGV and what it RETURNS; here header
 * and body are held against each other, and the body against what Redis does not check: a script is not rolled back, and
 * on a cluster may touch only the keys it was given.
 */

const READS = new Set(["TIME", "HGET", "HMGET", "HGETALL", "HEXISTS", "ZSCORE"]);
const WRITES = new Set(["DEL", "HSET", "HDEL", "ZADD", "ZREM", "PERSIST", "PEXPIREAT"]);

/** What is wrong with a script; nothing if nothing is. */
export function lintScript(text: string): string[] {
  const header = /^--\[\[(.*?)\]\]/s.exec(text)?.[1];
  if (header === undefined) return ["there is no header"];
  const body = withoutComments(text);
  return [
    ...(["KEYS", "ARGV"] as const).flatMap((name) => checkPlaces(name, header, body)),
    ...checkReturns(header, body),
    ...checkCalls(body),
  ];
}

/** The same for what is put before scripts: it has no header, and must not write. */
export function lintShared(text: string): string[] {
  const calls = commandsOf(withoutComments(text));
  return [...checkCalls(withoutComments(text)), ...calls.filter(isWrite).map(({ command }) => `${command} writes`)];
}

function checkPlaces(name: "KEYS" | "ARGV", header: string, body: string): string[] {
  const declared = [...header.matchAll(new RegExp(`^ *${name}\\[(\\d+)(\\.\\.\\.)?\\] \\S`, "gm"))];
  const fixed = declared.filter(([, , more]) => more === undefined).map(([, place]) => Number(place));
  const more = declared.find(([, , dots]) => dots !== undefined)?.[1];
  const used = [...body.matchAll(new RegExp(`\\b${name}\\[([^\\]]+)\\]`, "g"))].map(([, place]) => place ?? "");
  // Records are looked up by their place in KEYS.
  if (name === "KEYS") used.push(...[...body.matchAll(/\bfind_record\(([^,]+),/g)].map(([, place]) => place ?? ""));
  const literal = used.filter((place) => /^\d+$/.test(place)).map(Number);
  const computed = used.some((place) => !/^\d+$/.test(place));
  const problems = [
    ...literal.filter((place) => !fixed.includes(place)).map((place) => `${name}[${place}] is used, not declared`),
    ...fixed.filter((place) => !literal.includes(place)).map((place) => `${name}[${place}] is declared, not used`),
    ...fixed.flatMap((place, i) => (place === i + 1 ? [] : [`${name}[${place}] is declared out of order`])),
  ];
  if (computed && more === undefined) problems.push(`${name}[...] is used, not declared`);
  if (!computed && more !== undefined) problems.push(`${name}[...] is declared, not used`);
  if (more !== undefined && Number(more) !== fixed.length + 1) problems.push(`${name}[...] begins at the wrong place`);
  return [...new Set(problems)];
}

function checkReturns(header: string, body: string): string[] {
  const declared = [...header.matchAll(/^ *RETURNS (\w+)(?=,|$)/gm)].map(([, kind]) => kind);
  const returned = [...body.matchAll(/(?:return|answer =) \{ "(\w+)"/g)].map(([, kind]) => kind);
  return [
    ...(header.includes("RETURNS ") ? [] : ["nothing is declared to be returned"]),
    ...returned.filter((kind) => !declared.includes(kind)).map((kind) => `${kind} is returned, not declared`),
    ...declared.filter((kind) => !returned.includes(kind)).map((kind) => `${kind} is declared, not returned`),
  ];
}

function checkCalls(body: string): string[] {
  const problems = [...body.matchAll(/\bredis\.(\w+)/g)]
    .filter(([, name]) => name !== "call")
    .map(([, name]) => `redis.${name} is used`);
  const calls = commandsOf(body);
  if (calls.length !== body.split("redis.call").length - 1) problems.push("a command is not named literally");
  for (const { command, key } of calls) {
    if (!READS.has(command) && !WRITES.has(command)) problems.push(`${command} is not known to read or write`);
    if (!key.startsWith("KEYS[") && command !== "TIME")
      problems.push(`${command} is called on a key that is not in KEYS`);
  }
  const firstWrite = calls.find(isWrite)?.index;
  if (firstWrite === undefined) return problems;
  problems.push(
    ...calls
      .filter((call) => !isWrite(call) && call.index > firstWrite)
      .map(({ command }) => `${command} after a write`),
  );
  const returns = [...body.slice(firstWrite).matchAll(/\breturn\b/g)].length;
  if (returns !== 1) problems.push("something is decided after a write");
  return problems;
}

interface Call {
  readonly command: string;
  readonly key: string;
  readonly index: number;
}

function commandsOf(body: string): Call[] {
  return [...body.matchAll(/\bredis\.call\("(\w+)"(?:, *([^,)]+))?/g)].map(
    ({ 1: command = "", 2: key = "", index }) => ({
      command,
      key,
      index,
    }),
  );
}

function isWrite({ command }: Call): boolean {
  return WRITES.has(command);
}

function withoutComments(text: string): string {
  return text.replaceAll(/--\[\[.*?\]\]/gs, "").replaceAll(/--[^\n]*/g, "");
}

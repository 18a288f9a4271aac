/** The keys that calls are signed with: the secret `thrift-faas-call-key`, one key a line. */

import { readSecret } from "./secret.js";
import { SettingError } from "./setting-error.js";

/** The first one signs; whatever any of them has signed is accepted, so that keys can be replaced one by one. */
export type CallKeys = readonly [string, ...string[]];

const NAME = "thrift-faas-call-key";
/** In characters: 128 bits in hex. */
const SHORTEST = 32;
const ADVICE = `Make one with "openssl rand -hex 32".`;

/**
 * Undefined if there is no such secret: then calls are neither signed nor asked for a signature.
 * @throws SettingError if it holds no key or a short one; Error if it cannot be read
 */
export async function readCallKeys(env: NodeJS.ProcessEnv): Promise<CallKeys | undefined> {
  const text = await readSecret(NAME, env["THRIFT_FAAS_SECRETS"]);
  return text === undefined ? undefined : parseCallKeys(text, `The secret ${NAME}`);
}

/**
 * @param where for messages, which never show a key
 * @throws SettingError if there is no key or a short one
 */
export function parseCallKeys(text: string, where: string): CallKeys {
  const keys = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const [first, ...others] = keys;
  if (first === undefined) throw new SettingError(`${where} holds no key. ${ADVICE}`);
  const short = keys.findIndex((key) => key.length < SHORTEST) + 1;
  if (short > 0)
    throw new SettingError(`${where}: key ${short} of ${keys.length} has less than ${SHORTEST} characters. ${ADVICE}`);
  return [first, ...others];
}

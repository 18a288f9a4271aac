/** What a function's process finds in its environment: what the stack file gives it, with what is different on this machine. */

import { access, mkdir, rm, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { StackFunction } from "./stack/stack.js";

/** Of this machine's own; nothing else of it reaches a function, because nothing else does on a cluster. */
const KEPT = ["PATH", "HOME", "TMPDIR", "TZ"];

export interface EnvironmentOptions {
  /** The folder of the stack file; secrets are in its `.secrets`, as for `faas-cli local-run`. */
  readonly genDir: string;
  readonly workDir: string;
  readonly gateway: string;
  readonly store: string;
  /** Wins over everything. */
  readonly extra: Readonly<Record<string, string>>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export async function functionEnvironment(source: StackFunction, options: EnvironmentOptions): Promise<Environment> {
  return {
    ...Object.fromEntries(KEPT.map((name) => [name, process.env[name]])),
    ...source.environment,
    // Nobody sends calls to a replica that is being stopped here: there is nothing to wait for.
    healthcheck_interval: "0",
    // Several functions, and several replicas of one, would want the same.
    THRIFT_FAAS_METRICS_PORT: undefined,
    THRIFT_FAAS_STORE: options.store,
    THRIFT_FAAS_GATEWAY: options.gateway,
    THRIFT_FAAS_SECRETS: await mountSecrets(source, options),
    ...options.extra,
  };
}

/** A folder with the secrets that a function lists, and no others. One that is missing is for the function to miss. */
async function mountSecrets(
  { name, secrets }: StackFunction,
  { genDir, workDir }: EnvironmentOptions,
): Promise<string> {
  const folder = join(workDir, "secrets", name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const secret of secrets) {
    const file = resolve(genDir, ".secrets", secret);
    const exists = await access(file).then(
      () => true,
      () => false,
    );
    if (exists) await symlink(file, join(folder, secret));
  }
  return folder;
}

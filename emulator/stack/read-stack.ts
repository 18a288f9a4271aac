/** Reads the stack file that faas-cli deploys, and says what is wrong with it, all at once. */

import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DevError } from "../dev-error.js";
import { checkFunction } from "./check-function.js";
import { environmentFileSchema, stackSchema, type StackFileFunction } from "./schema.js";
import { DEFAULT_NAMESPACE, type Stack, type StackFunction } from "./stack.js";
import { YamlFile, type Finding } from "./yaml-file.js";

const STACK_FILE = "stack.yaml";
const VERSION = "1.0";
const PROVIDER = "openfaas";

export interface StackOptions {
  /** The folder with stack.yaml, where faas-cli is run: all paths in it are relative to this one. */
  readonly folder: string;
  /** Values for `${VAR}`. */
  readonly env: NodeJS.ProcessEnv;
  /** How long the gateway waits for a function, in milliseconds. */
  readonly upstreamTimeoutMs: number;
}

/** @throws DevError if there is none, or with everything that is wrong in it */
export async function readStack(options: StackOptions): Promise<Stack> {
  const { folder, env } = options;
  const path = join(folder, STACK_FILE);
  const source = await readFile(path, "utf8").catch(() => {
    throw new DevError(`There is no ${path}. Generate it first: thrift-faas gen <file>.thrift -o ${folder}`);
  });
  const file = new YamlFile(path, source, env);
  const stack = file.read(stackSchema);
  const findings = [file.findings];
  const functions: StackFunction[] = [];
  if (stack !== undefined) {
    if (stack.version !== VERSION)
      file.error(["version"], `version is ${stack.version}; faas-cli takes ${VERSION} only`);
    if (stack.provider.name !== PROVIDER)
      file.error(["provider", "name"], `provider.name is ${stack.provider.name}; faas-cli takes ${PROVIDER} only`);
    for (const [name, written] of Object.entries(stack.functions)) {
      const environment = {
        ...written.environment,
        ...(await readEnvironmentFiles(name, written, file, findings, options)),
      };
      checkFunction({ name, written, environment, file, upstreamTimeoutMs: options.upstreamTimeoutMs });
      const { handler } = written;
      if (handler === undefined) {
        // What is not built is an image from elsewhere.
        if (written.skip_build === "true")
          file.warn(["functions", name], `${name} is not run here: it is an image, without a handler`);
        else file.error(["functions", name, "handler"], `functions.${name}.handler is missing; add it`);
        continue;
      }
      const entry = join(folder, handler, "index.ts");
      if (!(await exists(join(folder, handler))))
        file.error(
          ["functions", name, "handler"],
          `there is no folder ${join(folder, handler)}; the handler of ${name} is looked for beside ${STACK_FILE}`,
        );
      else if (!(await exists(entry)))
        file.warn(
          ["functions", name, "handler"],
          `${name} is not run here: ${join(folder, handler)} has no index.ts, which thrift-faas gen writes`,
        );
      else
        functions.push({
          name,
          entry,
          environment,
          namespace: written.namespace ?? DEFAULT_NAMESPACE,
          secrets: written.secrets ?? [],
          labels: written.labels ?? {},
          annotations: written.annotations ?? {},
        });
    }
    if (Object.keys(stack.functions).length === 0)
      file.error(["functions"], "there are no functions. Does the IDL have a service?");
  }
  const all = findings.flat();
  const errors = all.filter(({ kind }) => kind === "error");
  if (errors.length > 0) throw new DevError(errors.map(({ text }) => text).join("\n"));
  const warnings = all.map(({ text }) => text);
  if (functions.length === 0) throw new DevError([...warnings, "There is no function to run."].join("\n"));
  return { functions, warnings };
}

/** What the files say wins over what stands in the stack file, a later one over an earlier one. */
async function readEnvironmentFiles(
  name: string,
  written: StackFileFunction,
  stackFile: YamlFile,
  findings: Finding[][],
  { folder }: StackOptions,
): Promise<Record<string, string>> {
  const environment: Record<string, string> = {};
  for (const [index, relative] of (written.environment_file ?? []).entries()) {
    const path = join(folder, relative);
    const source = await readFile(path, "utf8").catch(() => undefined);
    if (source === undefined) {
      stackFile.error(["functions", name, "environment_file", index], `there is no file ${path}`);
      continue;
    }
    const file = new YamlFile(path, source);
    findings.push(file.findings);
    Object.assign(environment, file.read(environmentFileSchema)?.environment);
  }
  return environment;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

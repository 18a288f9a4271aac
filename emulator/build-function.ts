import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { BuildFailure } from "esbuild";
import { DevError } from "./dev-error.js";

/**
 * Bundles a function's TypeScript into one module that Node runs. Packages stay outside of it and are found from where
 * the bundle stands. Types are not checked: that is the editor's and the build's business.
 * @returns warnings, ready to print
 * @throws DevError with the compiler's own message, file:line:col and caret included
 */
export async function buildFunction(entry: string, outfile: string): Promise<string[]> {
  // Only loaded when something is built: the rest of the command line must not wait for it.
  const { build, formatMessages } = await import("esbuild");
  await mkdir(dirname(outfile), { recursive: true });
  try {
    const { warnings } = await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
      sourcemap: true,
      logLevel: "silent",
    });
    return await formatMessages(warnings, { kind: "warning" });
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    throw new DevError((await formatMessages(error.errors, { kind: "error" })).join("").trim());
  }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

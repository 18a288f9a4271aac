/** A user's project in a folder of its own: files, the real command line, the real compiler. */

import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PACKAGE } from "./imports.js";

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "thrift-faas-"));

  /** With the package as its one dependency, linked: the installed tarball is what readme.test.ts tries. */
  constructor() {
    mkdirSync(join(this.folder, "node_modules"));
    symlinkSync(PACKAGE, join(this.folder, "node_modules", "thrift-faas"));
    this.write("package.json", JSON.stringify({ type: "module" }));
    this.write(
      "tsconfig.json",
      JSON.stringify({
        extends: join(PACKAGE, "tsconfig.json"),
        compilerOptions: COMPILER_OPTIONS,
        include: ["**/*.ts"],
        exclude: ["node_modules", "out"],
      }),
    );
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  read(path: string): string {
    return readFileSync(this.path(path), "utf8");
  }

  /** Copies a file or folder of the package. */
  copy(from: string, to: string): void {
    cpSync(join(PACKAGE, from), this.path(to), { recursive: true });
  }

  /** Runs `thrift-faas` with these arguments. */
  thriftFaas(...args: string[]): Promise<Ran> {
    return this.run(process.execPath, join(PACKAGE, "dist/bin/thrift-faas.js"), ...args);
  }

  /** Checks types and compiles into `out/`. */
  tsc(compiler: "typescript" | "typescript-5.9" = "typescript"): Promise<Ran> {
    return this.run(process.execPath, join(PACKAGE, "node_modules", compiler, "bin/tsc"), "-p", ".");
  }

  run(command: string, ...args: string[]): Promise<Ran> {
    return new Promise((resolve, reject) => {
      execFile(command, args, { cwd: this.folder }, (error, stdout, stderr) => {
        const status = error === null ? 0 : error.code;
        if (typeof status === "number") resolve({ status, stdout, stderr });
        else reject(error ?? new Error(`${command} was killed`));
      });
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** On top of the package's own, strictest flags. */
const COMPILER_OPTIONS = { rootDir: ".", outDir: "out", types: [], skipLibCheck: true, sourceMap: false };

/** Who may import whom: the import rules of ARCHITECTURE.md, checked on the source of every file. */

import { expect } from "chai";
import { findCycle, readSources, type SourceFile } from "./support/imports.js";

const sources = readSources("bin", "cli", "dynamic", "generator", "runtime", "emulator");

/** `path -> import` of every file outside `home` that imports something matching `what`. */
function importers(what: RegExp, home: RegExp, among: readonly SourceFile[] = sources): string[] {
  return among
    .filter(({ path }) => !home.test(path))
    .flatMap(({ path, imports }) => imports.filter((name) => what.test(name)).map((name) => `${path} -> ${name}`));
}

describe("architecture", () => {
  it("finds the files and their imports", () => {
    expect(sources.length).to.be.greaterThan(60);
    expect(sources.find(({ path }) => path === "runtime/index.ts")?.imports).to.include("runtime/openfaas/connect.ts");
  });

  it("keeps generator and runtime apart", () => {
    expect(importers(/^(runtime|cli|dynamic|emulator)\//, /^(?!generator\/)/)).to.deep.equal([]);
    expect(importers(/^(generator|cli|dynamic|emulator)\//, /^(?!runtime\/)/)).to.deep.equal([]);
  });

  it("lets no stage of the generator import a later one", () => {
    // To follow includes, load has to parse.
    const stages = ["parse", "load", "resolve", "check", "plan", "render", "write"];
    for (const [position, stage] of stages.entries()) {
      const later = stages.slice(position + 1).join("|");
      if (later === "") continue;
      expect(importers(new RegExp(`^generator/(${later})/`), new RegExp(`^(?!generator/${stage}/)`))).to.deep.equal([]);
    }
  });

  it("lets each foreign library into one room", () => {
    expect(importers(/^ioredis$/, /^runtime\/store\/redis/)).to.deep.equal([]);
    expect(importers(/^lmdb$/, /^runtime\/store\/lmdb/)).to.deep.equal([]);
    expect(importers(/^thrift(\/|$)/, /^runtime\/protocol\//)).to.deep.equal([]);
    expect(importers(/^handlebars/, /^generator\/render\//)).to.deep.equal([]);
    expect(importers(/^@creditkarma\/thrift-parser/, /^generator\/parse\//)).to.deep.equal([]);
    expect(importers(/^commander$/, /^cli\//)).to.deep.equal([]);
    expect(importers(/^prom-client$/, /^runtime\/observability\/metrics\.ts$/)).to.deep.equal([]);
    expect(importers(/^@opentelemetry\//, /^runtime\/observability\/tracing(-setup)?\.ts$/)).to.deep.equal([]);
    expect(importers(/^esbuild$/, /^bundler\//)).to.deep.equal([]);
    expect(importers(/^@noble\/hashes/, /^runtime\/sha256\.ts$/)).to.deep.equal([]);
    expect(importers(/^(yaml|zod)$/, /^(emulator\/stack\/|generator\/lint\/config\.ts$)/)).to.deep.equal([]);
    expect(importers(/^lossless-json$/, /^dynamic\/json\.ts$/)).to.deep.equal([]);
    expect(importers(/^croner$/, /^emulator\/cron\//)).to.deep.equal([]);
  });

  it("lets only the command line use methods made from an IDL", () => {
    expect(importers(/^dynamic\//, /^(dynamic|cli)\//)).to.deep.equal([]);
    expect(importers(/^(cli|emulator|bundler)\//, /^(?!dynamic\/)/)).to.deep.equal([]);
  });

  it("keeps the emulator to itself, but for the suggestions that diagnostics make", () => {
    const foreign = /^(runtime|cli|dynamic|generator\/(?!diagnostics\/suggest\.ts$))/;
    expect(importers(foreign, /^(?!emulator\/)/)).to.deep.equal([]);
    expect(importers(/^generator\//, /^(?!emulator\/(?!stack\/))/)).to.deep.equal([]);
  });

  it("keeps the bundler to itself, but for the scripts that a bundle has to hold", () => {
    const foreign = /^(generator|cli|emulator|runtime\/(?!store\/redis\/script-files\.ts$))/;
    expect(importers(foreign, /^(?!bundler\/)/)).to.deep.equal([]);
  });

  it("keeps OpenFaaS out of the protocol", () => {
    expect(
      importers(/^runtime\/openfaas\//, /^(runtime\/(openfaas\/|codegen\/|index\.ts)|emulator\/|cli\/)/),
    ).to.deep.equal([]);
  });

  it("has no import cycles, type-only ones included", () => {
    expect(findCycle(sources)).to.equal(undefined);
  });

  it("gives generated code one import besides its siblings", () => {
    const generated = readSources("test/golden").filter(({ path }) => !path.endsWith("/handler.ts"));
    expect(generated.length).to.be.greaterThan(10);
    expect(importers(/^(?!test\/golden\/|thrift-faas\/codegen\/v1$)/, /^$/, generated)).to.deep.equal([]);
  });

  it("would notice a cycle", () => {
    const file = (path: string, ...imports: string[]): SourceFile => ({ path, imports });
    expect(findCycle([file("a", "b"), file("b", "c"), file("c", "b")])).to.deep.equal(["b", "c", "b"]);
  });
});

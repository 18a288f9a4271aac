import { expect } from "chai";
import { planText, renderedFile } from "../render-text.js";

const paths = (files: string | Readonly<Record<string, string>>): readonly string[] =>
  planText(files).map(({ path }) => path);

describe("plan", () => {
  it("makes types, codecs and services per module, and functions for the services of the user's files", () => {
    const files = {
      "shop.thrift": `include "base.thrift" struct Book { 1: string title } service BookShop extends base.Base {}`,
      "base.thrift": `enum Mood { GOOD } service Base { Mood mood() }`,
    };
    expect(paths(files)).to.deep.equal([
      "shop/types.ts",
      "shop/codecs.ts",
      "shop/book-shop.ts",
      "base/types.ts",
      "base/base.ts",
      "functions/book-shop/handler.ts",
      "functions/book-shop/function.ts",
      "functions/book-shop/index.ts",
      "stack.yaml",
      "template/thrift-faas/template.yml",
      "template/thrift-faas/Dockerfile",
      "template/thrift-faas/.dockerignore",
      "template/thrift-faas/package.json",
    ]);
  });

  it("puts services that share a function into one folder, and has their clients say which they mean", async () => {
    const idl = `service A { void ping() } (faas.function = "both") service B { void ping() } (faas.function = "both")
      service Alone {}`;
    expect(paths(idl).filter((path) => path.startsWith("functions/"))).to.deep.equal([
      "functions/both/a.handler.ts",
      "functions/both/b.handler.ts",
      "functions/both/function.ts",
      "functions/both/index.ts",
      "functions/alone/handler.ts",
      "functions/alone/function.ts",
      "functions/alone/index.ts",
    ]);
    expect(await renderedFile(idl, "main/a.ts"))
      .to.include('function: "both"')
      .and.include("multiplexed: true");
    expect(await renderedFile(idl, "main/alone.ts")).not.to.include("multiplexed");
    expect((await renderedFile(idl, "functions/both/function.ts")).split("\n").slice(2)).to.deep.equal([
      `import { type FunctionDefinition, defineFunction, hostService } from "thrift-faas/codegen/v1";`,
      `import { A } from "../../main/a.js";`,
      `import * as handler1 from "./a.handler.js";`,
      `import { B } from "../../main/b.js";`,
      `import * as handler2 from "./b.handler.js";`,
      ``,
      `/** The function "both": its services and their handlers. */`,
      `const definition: FunctionDefinition = defineFunction("both", [`,
      `  hostService(A, handler1),`,
      `  hostService(B, handler2),`,
      `]);`,
      ``,
      `export default definition;`,
      ``,
    ]);
  });

  it("leaves out files that would be empty", () => {
    expect(paths("const i32 ONE = 1")).to.deep.equal(["main/types.ts"]);
    expect(paths("service Ping { void ping() }")).to.deep.equal([
      "main/ping.ts",
      "functions/ping/handler.ts",
      "functions/ping/function.ts",
      "functions/ping/index.ts",
      "stack.yaml",
      "template/thrift-faas/template.yml",
      "template/thrift-faas/Dockerfile",
      "template/thrift-faas/.dockerignore",
      "template/thrift-faas/package.json",
    ]);
    expect(paths("")).to.deep.equal([]);
  });

  it("is total and printable as JSON: templates do not notice what is missing", () => {
    const files = planText(`
      union U { 1: i32 a } exception E { 1: string why } struct S { 1: optional U u, 2: list<S> s }
      service Empty {} service Full { oneway void f(1: S s) void g() throws (1: E e) S h() }
    `);
    expect(JSON.parse(JSON.stringify(files))).to.deep.equal(files);
  });

  it("marks as optional what would have no end otherwise, and nothing else", async () => {
    const types = await renderedFile(
      `struct A { 1: B b, 2: i32 n, 3: list<A> more, 4: C c } struct B { 1: A a } struct C { 1: U u } union U { 1: A a }`,
      "main/types.ts",
    );
    expect(types.match(/readonly \w+\?: .*/g)).to.deep.equal(["readonly b?: B;", "readonly a?: A;"]);
  });

  it("asks for what has no zero value, and fills in what has one", async () => {
    const codecs = await renderedFile(
      `union U { 1: i32 a } struct Strict { 1: required i32 a } struct Free { 1: i32 a = 3 } enum E { ONE = 1 }
       struct S { 1: U u, 2: Strict strict, 3: Free free, 4: E e, 5: uuid id, 6: optional i32 o = 7 }`,
      "main/codecs.ts",
    );
    for (const line of [
      `u: required(u, "S.u"),`,
      `strict: required(strict, "S.strict"),`,
      `free: free ?? FreeCodec.read(NOTHING),`,
      `e: e ?? E.ONE,`,
      `id: id ?? "00000000-0000-0000-0000-000000000000",`,
      `o: o ?? 7,`,
    ])
      expect(codecs).to.include(line);
  });

  it("renames an import that clashes, not what the file declares", async () => {
    const files = {
      "main.thrift": `include "other.thrift" struct Money { 1: other.Money inner }`,
      "other.thrift": `struct Money { 1: i64 cents }`,
    };
    expect(await renderedFile(files, "main/types.ts"))
      .to.include(`import type { Money as Money_ } from "../other/types.js";`)
      .and.include("readonly inner: Money_;");
    expect(await renderedFile(files, "main/codecs.ts")).to.include("as MoneyCodec_ }");
  });

  it("calls a field of the state the same in its interface and in the store", async () => {
    const service = await renderedFile(
      `struct S { 1: i32 __proto__, 2: i32 constructor } service V {} (faas.state = "S")`,
      "main/v.ts",
    );
    for (const name of ["__proto___", "constructor_"])
      expect(service).to.include(`  readonly ${name}: DurableValue<number>;`).and.include(`    ["${name}", { `);
  });

  it("keeps comments from ending early, and long ones in shape", async () => {
    const types = await renderedFile(
      "# Ends */ here\nstruct A {\n/**\n * one\n *\n * two\n */\n 1: i32 a }",
      "main/types.ts",
    );
    const field = "  /**\n   * one\n   *\n   * two\n   */\n  readonly a: number;\n";
    expect(types).to.include(`/** Ends *\\/ here */\nexport interface A {\n${field}`);
  });
});

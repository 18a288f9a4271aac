import { expect } from "chai";
import { renderedFile } from "../render-text.js";

const FILES = {
  "main.thrift": `include "other.thrift"
const i32 LIMIT = 10
const i32 delete = LIMIT
struct S {
  /** How many. */
  1: required i32 limit = LIMIT,
  2: optional other.Mood mood = other.Mood.GOOD,
  /**
   * Two
   * lines.
   */
  3: other.Mood usual = other.USUAL (deprecated = "use mood"),
  4: i32 kept = delete,
  5: string text = "*/ \`\` \`",
  6: list<string> long = ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccccccccc"],
  7: other.Money price = { "cents": LIMIT },
  8: i64 none,
}
exception X { 1: i32 code = 7, 2: string message = "m" }
union U { 1: i32 a = 1 }
service V { void f(/** Where. */ 1: i32 at = LIMIT) } (faas.state = "State")
struct State { 1: i64 last = 1000, 2: set<i64> seen }
`,
  "other.thrift": `enum Mood { GOOD } const Mood USUAL = Mood.GOOD struct Money { 1: i64 cents, 2: set<Mood> moods = [Mood.GOOD] }`,
};

describe("the documented default of a field", () => {
  it("stands behind the field's own comment, by the names that TypeScript has", async () => {
    const types = await renderedFile(FILES, "main/types.ts");
    expect(
      types.slice(types.indexOf("export interface S"), types.indexOf("\n\nexport class")).split("\n"),
    ).to.deep.equal([
      "export interface S {",
      "  /**",
      "   * How many.",
      "   *",
      "   * @defaultValue `LIMIT`",
      "   */",
      "  readonly limit: number;",
      "  /** @defaultValue `Mood.GOOD` */",
      "  readonly mood?: Mood;",
      "  /**",
      "   * Two",
      "   * lines.",
      "   *",
      "   * @defaultValue `USUAL`",
      "   * @deprecated use mood",
      "   */",
      "  readonly usual: Mood;",
      "  /** @defaultValue `delete_` */",
      "  readonly kept: number;",
      '  /** @defaultValue ``` "*\\/ `` `" ``` */',
      "  readonly text: string;",
      "  /**",
      "   * @defaultValue",
      "   * ```ts",
      "   * [",
      '   *   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",',
      '   *   "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",',
      '   *   "cccccccccccccccccccccccccc",',
      "   * ]",
      "   * ```",
      "   */",
      "  readonly long: readonly string[];",
      "  /** @defaultValue `{ cents: 10n, moods: new Set<Mood>([Mood.GOOD]) }` */",
      "  readonly price: Money;",
      "  readonly none: bigint;",
      "}",
    ]);
  });

  it("is in exceptions, arguments and state, and not in unions, where a default says nothing", async () => {
    const types = await renderedFile(FILES, "main/types.ts");
    expect(types).to.include("  /** @defaultValue `7` */\n  readonly code: number;");
    expect(types).to.include('export type U =\n  | { readonly kind: "a"; readonly value: number };');
    const service = await renderedFile(FILES, "main/v.ts");
    expect(service).to.include("  /**\n   * Where.\n   *\n   * @defaultValue `LIMIT`\n   */\n  readonly at: number;");
    expect(service).to.include("  /** @defaultValue `1000n` */\n  readonly last: DurableValue<bigint, never>;");
  });

  it("makes the file import nothing", async () => {
    const types = await renderedFile(FILES, "main/types.ts");
    expect(types.match(/^import .*$/gm)).to.deep.equal(['import type { Money, Mood } from "../other/types.js";']);
  });
});

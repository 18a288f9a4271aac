/** `breaking` against Apache's `thrift --audit`, on random pairs of IDLs: every difference has a name, and a reason. */

import { expect } from "chai";
import fc from "fast-check";
import type { Finding } from "../../../generator/breaking/finding.js";
import { audit } from "./audit.js";
import { breaking } from "./marked.js";

interface FieldModel {
  readonly id: number;
  readonly requiredness: string;
  readonly type: string;
}

interface Model {
  readonly typedef: string;
  readonly members: readonly number[];
  readonly structs: readonly (readonly [name: string, fields: readonly FieldModel[]])[];
  readonly parent: readonly string[];
  readonly extends: boolean;
  readonly methods: readonly (readonly [
    name: string,
    oneway: boolean,
    returns: string,
    args: readonly FieldModel[],
    throws: readonly number[],
  ])[];
}

const types = [
  "i32",
  "i64",
  "string",
  "binary",
  "Alias",
  "Kind",
  "A",
  "list<i32>",
  "list<Alias>",
  "map<string, A>",
  "set<i64>",
];

const fields = fc
  .record({
    ids: fc.subarray([1, 2, 3, 4]),
    shapes: fc.array(fc.tuple(fc.constantFrom("", "optional ", "required "), fc.nat(20)), {
      minLength: 4,
      maxLength: 4,
    }),
  })
  .map(({ ids, shapes }) =>
    ids.map((id) => {
      const [requiredness = "", type = 0] = shapes[id - 1] ?? [];
      // Mostly the same, so that fields agree as often as not.
      return { id, requiredness, type: types[type] ?? "i32" };
    }),
  );

const method = fc.tuple(
  fc.boolean(),
  fc.constantFrom("void", "i32", "Alias", "A", "binary", "string"),
  fields,
  fc.subarray([1, 2]),
);

const model: fc.Arbitrary<Model> = fc
  .record({
    typedef: fc.constantFrom("i32", "i64"),
    members: fc.subarray([0, 1, 2], { minLength: 1 }),
    a: fields,
    b: fc.option(fields, { nil: undefined }),
    parent: fc.subarray(["f", "g"]),
    extends: fc.integer({ min: 0, max: 3 }).map((number) => number > 0),
    own: fc.subarray(["f", "g", "h"]),
    methods: fc.array(method, { minLength: 3, maxLength: 3 }),
  })
  .map(({ typedef, members, a, b, parent, extends: extended, own, methods }) => ({
    typedef,
    members,
    structs: [
      ["A", a.map((field) => ({ ...field, type: field.type.includes("A") ? "i32" : field.type }))],
      ...(b === undefined ? [] : [["B", b] as const]),
    ] as const,
    parent: parent.filter((name) => !own.includes(name)),
    extends: extended,
    methods: own.map((name, index) => {
      const [oneway, returns, args, throws] = methods[index] ?? [false, "void", [], []];
      const isOneway = oneway && returns === "void";
      return [name, isOneway, returns, args, isOneway ? [] : throws] as const;
    }),
  }));

function fieldText({ id, requiredness, type }: FieldModel): string {
  return `${id}: ${requiredness}${type} f${id}`;
}

function idl({ typedef, members, structs, parent, extends: extended, methods }: Model): string {
  return [
    `typedef ${typedef} Alias`,
    `enum Kind { ${members.map((value) => `M${value} = ${value}`).join(", ")} }`,
    ...structs.map(([name, list]) => `struct ${name} { ${list.map(fieldText).join(", ")} }`),
    `exception E { 1: i32 code }`,
    `service P { ${parent.map((name) => `void ${name}()`).join(", ")} }`,
    `service V ${extended ? "extends P " : ""}{`,
    ...methods.map(([name, oneway, returns, args, throws]) => {
      const declared = throws.map((id) => `${id}: E e${id}`).join(", ");
      const list = args.map(fieldText).join(", ");
      return `  ${oneway ? "oneway " : ""}${returns} ${name}(${list})${declared === "" ? "" : ` throws (${declared})`}`;
    }),
    `}`,
  ].join("\n");
}

/** Our finding in Apache's words; undefined for what it has none for. */
function inItsWords({ code, message }: Finding): string | undefined {
  const [, id, owner = ""] = /(?:field|argument|exception) (\d+), `\w+`, of `([\w.]+)`/.exec(message) ?? [];
  const method = owner.split(".")[1] ?? "";
  const place = { field: owner, argument: `${method}_args`, exception: `${method}_exception` }[
    code.replace(/^required-/, "").split("-")[0] ?? ""
  ];
  const [, name] = /`(?:\w+\.)?(\w+)`/.exec(message) ?? [];
  if (/^(field|argument|exception)-removed$/.test(code)) return `Struct Field removed for Id = ${id} in ${place}`;
  if (code.startsWith("required-")) return `Required Struct Field Added for Id = ${id} in ${place}`;
  if (/^(field|argument|exception)-type-changed$/.test(code))
    return `Struct Field Type Changed for Id = ${id} in ${place}`;
  if (code.endsWith("-requiredness-changed")) return `Struct Field Requiredness Changed for Id = ${id} in ${place}`;
  if (code === "struct-removed") return `Struct ${name} not found in new thrift file`;
  if (code === "method-removed") return `New Thrift File has missing function ${name}`;
  if (code === "oneway-changed") return `Oneway attribute changed for function ${name}`;
  if (code === "return-type-changed") return `Return type changed for function ${name}`;
  if (code === "enum-value-removed")
    return `Enum value ${/\b\d+\b/.exec(message.replace(/`.*?`/, ""))?.[0]} missing in Kind`;
  return undefined;
}

/** What a type is on the wire: names looked through, by hand. */
function bytes(type: string, { typedef }: Model): string {
  return type.replaceAll("Alias", typedef).replaceAll("Kind", "i32").replaceAll("binary", "string");
}

/** Why only one of the two says something; undefined if there is no good reason. */
function reason(line: string, ours: boolean, others: ReadonlySet<string>, old: Model, next: Model): string | undefined {
  const [, id, where = ""] = /Id = (\d+) in (\w+)/.exec(line) ?? [];
  const typeIn = (of: Model): string => {
    const list =
      of.structs.find(([name]) => name === where)?.[1] ?? of.methods.find(([name]) => `${name}_args` === where)?.[3];
    return bytes(list?.find((field) => String(field.id) === id)?.type ?? "", of);
  };
  const [, called = ""] = /function (\w+)$/.exec(line) ?? [];
  const returns = (of: Model): string => bytes(of.methods.find(([name]) => name === called)?.[2] ?? "", of);
  if (!ours && line.includes("added in the middle")) return "the order of IDs means nothing on the wire";
  if (
    ours &&
    line.startsWith("Required Struct Field Added") &&
    others.has(`Struct field is added in the middle with Id = ${id} in ${where}`)
  )
    return "Apache calls it added in the middle";
  if (line.startsWith("Struct Field Type Changed")) {
    if (!ours && typeIn(old) === typeIn(next)) return "types of other names may have the same bytes";
    if (ours && typeIn(old) !== typeIn(next)) return "Apache compares names, and does not look through typedefs";
  }
  if (line.startsWith("Return type changed")) {
    if (!ours && returns(old) === returns(next)) return "types of other names may have the same bytes";
    if (ours && returns(old) !== returns(next)) return "Apache compares names, and does not look through typedefs";
  }
  if (!ours && line.startsWith("Change in Service inheritance") && old.extends && !next.extends)
    return "what a service loses with its parent is told by method";
  if (!ours && line.includes("missing function") && next.extends && next.parent.includes(called))
    return "a method may move to a parent";
  // Whatever is said of a method that one side inherits, Apache does not look at.
  const inherited = (of: Model): boolean =>
    of.extends && of.parent.some((name) => [called, where.split("_")[0]].includes(name));
  if (inherited(old) || inherited(next)) return "Apache does not look at what is inherited";
  return undefined;
}

describe("breaking, against thrift --audit", () => {
  it("finds on random pairs what it finds, but for differences that have a reason", () => {
    const reasons = new Map<string, number>();
    let agreed = 0;
    fc.assert(
      fc.property(model, model, (old, next) => {
        const apache = new Set(audit(idl(old), idl(next)));
        const found = breaking(idl(old), idl(next));
        const ours = new Set(
          found
            .filter(({ kind, code }) => kind === "wire" || code === "struct-removed")
            .flatMap((finding) => inItsWords(finding) ?? []),
        );
        for (const line of new Set([...apache, ...ours])) {
          if (apache.has(line) && ours.has(line)) {
            agreed++;
            continue;
          }
          const why = reason(line, ours.has(line), apache, old, next);
          if (why === undefined)
            expect.fail(
              `${ours.has(line) ? "only we say" : "only Apache says"}: ${line}\n${idl(old)}\n-----\n${idl(next)}`,
            );
          reasons.set(why, (reasons.get(why) ?? 0) + 1);
        }
      }),
      { numRuns: 150 },
    );
    expect(agreed).to.be.greaterThan(500);
    expect([...reasons.keys()].sort()).to.deep.equal([
      "Apache calls it added in the middle",
      "Apache compares names, and does not look through typedefs",
      "Apache does not look at what is inherited",
      "a method may move to a parent",
      "the order of IDs means nothing on the wire",
      "types of other names may have the same bytes",
      "what a service loses with its parent is told by method",
    ]);
  });
});

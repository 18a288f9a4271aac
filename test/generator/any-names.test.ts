/** Programs whose names are drawn from those that hurt: what is generated for all of them passes the strictest flags. */

import { expect } from "chai";
import fc from "fast-check";
import { generate } from "../../generator/generate.js";
import { Project } from "../support/project.js";

const HOSTILE = `
  any arguments async await Awaitable BigInt bigint boolean Buffer Caller class Client constructor Date default delete
  Error eval Format Function get handler Handler hasOwnProperty hasOwnProperty_ Infinity input invocation Invocation length let Map message
  MethodDescriptor NaN never null Number object Object of output Promise prototype __proto__ read ReadonlyMap required
  Result self set Set stack static StoredType string String StructCodec Symbol then this toString toString_ constructor_ TType type undefined
  Uint8Array unknown value Value valueOf VALUE write yield Codec A a A_ a_ _
`.trim().split(/\s+/); // prettier-ignore

/** Names of things that stand beside each other; only some of what Apache's grammar allows. */
const names = (count: number): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...HOSTILE), { minLength: count, maxLength: count });

const program = names(10).chain((top) =>
  fc.tuple(names(4), names(4), names(3), names(3), names(3)).map(([fields, others, members, methods, args]) => {
    const [struct = "", exception = "", union = "", enumeration = "", alias = "", constant = "", service = ""] = top;
    const [child = "", holder = "", filler = ""] = top.slice(7);
    const types = [struct, "i64", enumeration, `map<${enumeration}, list<${alias}>>`];
    const fieldList = (list: readonly string[], requiredness: string): string =>
      list.map((name, index) => `${index + 1}: ${requiredness} ${types[index] ?? "string"} ${name}`).join(", ");
    return `
      enum ${enumeration} { ${members.join(", ")} }
      typedef map<string, ${union}> ${alias}
      struct ${struct} { 1: string ${fields[0]}, 2: binary ${fields[1]}, 3: ${enumeration} ${fields[2]} }
      struct ${holder} { ${fieldList(others, "")} }
      struct ${filler} { ${fieldList(others, "optional")} }
      exception ${exception} { ${fieldList(fields, "optional")} }
      union ${union} { ${fieldList(others, "")} }
      const ${struct} ${constant} = { "${fields[0]}": "text" }
      service ${service} {
        ${holder} ${methods[0]}(${fieldList(args, "")}) throws (1: ${exception} ${fields[0]})
        void ${methods[1]}(1: ${union} ${args[0]})
      }
      service ${child} extends ${service} { ${alias} ${methods[2]}(${fieldList(args, "")}) }
    `;
  }),
);

describe("any names", () => {
  let project: Project;

  before(() => {
    project = new Project();
  });

  after(() => project.remove());

  it("give code that compiles, by TypeScript 5.9 and 7", async function () {
    this.timeout(300_000);
    let accepted = 0;
    for (const [index, text] of fc.sample(program, { numRuns: 60, seed: 6 }).entries()) {
      project.write(`program${index}.thrift`, text);
      const out = project.path(`gen${index}`);
      const { changes } = await generate([project.path(`program${index}.thrift`)], {
        out,
        includePath: [],
        dryRun: false,
      });
      if (changes !== undefined) accepted++;
    }
    expect(accepted).to.be.greaterThan(20);
    for (const compiler of ["typescript", "typescript-5.9"] as const)
      expect(await project.tsc(compiler), compiler).to.deep.equal({ status: 0, stdout: "", stderr: "" });
  });
});

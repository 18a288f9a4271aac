/** Random IDL, random values: Debian's generated Python and our generated TypeScript write the same bytes and read each other's. */

import { expect } from "chai";
import * as fc from "fast-check";
import { generate } from "../../generator/generate.js";
import { binary } from "../../runtime/protocol/binary.js";
import { compact } from "../../runtime/protocol/compact.js";
import { json } from "../../runtime/protocol/json.js";
import type { Protocol, StructCodec } from "../../runtime/protocol/protocol.js";
import { Project } from "../support/project.js";
import { PythonCodec } from "./python-codec.js";
import { PythonPeer } from "./python-peer.js";
import { idls, printIdl } from "./random-idl.js";
import { ANY_SCALARS, ONE_SPELLING, structValues } from "./random-value.js";
import { typedStruct, type TypesModule } from "./typed-value.js";

const IDLS = 6;
/** Per protocol and IDL, shared by its structs. */
const VALUES = 90;

/** Of a run to repeat: `SEED=... npx mocha ...`. */
const SEED = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);

const PROTOCOLS = [
  { protocol: binary, scalars: ANY_SCALARS },
  { protocol: compact, scalars: ANY_SCALARS },
  { protocol: json, scalars: ONE_SPELLING },
];

interface Module {
  readonly types: TypesModule;
  readonly codecs: Readonly<Record<string, StructCodec<unknown>>>;
}

describe(`random IDL (SEED=${SEED})`, function () {
  this.timeout(120_000);

  const samples = fc.sample(idls(), { numRuns: IDLS, seed: SEED });
  const modules: Module[] = [];
  let project: Project;
  let python: PythonPeer;
  let codec: PythonCodec;

  before(async () => {
    project = new Project();
    python = new PythonPeer();
    const files = samples.map((idl, index) => {
      project.write(`random_${index}.thrift`, printIdl(idl));
      return project.path(`random_${index}.thrift`);
    });
    for (const file of files) python.generate(file);
    const { diagnostics } = await generate(files, { out: project.path("gen"), includePath: [], dryRun: false });
    expect(diagnostics.filter(({ severity }) => severity === "error")).to.deep.equal([]);
    const compiled = await project.tsc();
    expect(compiled.stdout).to.equal("");
    for (const index of samples.keys()) {
      const load = (file: string): Promise<unknown> => import(project.path(`out/gen/random_${index}/${file}.js`));
      modules.push({ types: await load("types"), codecs: await load("codecs") } as Module);
    }
    codec = new PythonCodec(python);
  });

  after(async () => {
    await codec?.close();
    python?.remove();
    project?.remove();
  });

  for (const { protocol, scalars } of PROTOCOLS)
    for (const [index, idl] of samples.entries())
      it(`${protocol.name}, IDL ${index}: the same bytes from both, and again after reading them`, async () => {
        for (const struct of idl.values()) {
          const numRuns = Math.ceil(VALUES / idl.size);
          await fc
            .assert(
              fc.asyncProperty(structValues(idl, struct, scalars), async (value) => {
                const { types, codecs } = modules[index]!;
                const ours = codecs[`${struct.name}Codec`]!;
                const bytes = encode(protocol, ours, typedStruct(idl, types, struct.name, value));
                const asked = { module: `random_${index}`, struct: struct.name, protocol: protocol.name, value, bytes };
                const { written, writtenInC, again } = await codec.ask(asked);
                expect(text(protocol, written), "written by Python").to.equal(text(protocol, bytes));
                expect(text(protocol, writtenInC), "written by Python's library in C").to.equal(text(protocol, bytes));
                expect(text(protocol, again), "read and written by Python").to.equal(text(protocol, bytes));
                const reread = encode(protocol, ours, decode(protocol, ours, written));
                expect(text(protocol, reread), "read and written by us").to.equal(text(protocol, written));
                expect(decode(protocol, codecs["NothingCodec"]!, written), "unknown fields").to.deep.equal({});
              }),
              { numRuns, seed: SEED },
            )
            .catch((error: unknown) => {
              throw new Error(`SEED=${SEED}, ${struct.name} of\n${printIdl(idl)}`, { cause: error });
            });
        }
      });
});

function encode(protocol: Protocol, codec: StructCodec<unknown>, value: unknown): string {
  const output = protocol.writer();
  codec.write(output, value);
  return Buffer.from(output.finish()).toString("hex");
}

function decode(protocol: Protocol, codec: StructCodec<unknown>, bytes: string): unknown {
  const input = protocol.reader(Buffer.from(bytes, "hex"));
  const value = codec.read(input);
  input.assertEnd();
  return value;
}

/** What a difference is seen best in. */
function text({ name }: Protocol, bytes: string): string {
  return name === "json" ? Buffer.from(bytes, "hex").toString() : bytes;
}

/** Values of every type against Apache Thrift's Python library: the same bytes from both, each other's bytes read alike. */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import * as fc from "fast-check";
import { MessageType } from "../../../runtime/protocol/protocol.js";
import { binary, oldBinary } from "../../../runtime/protocol/binary.js";
import { compact } from "../../../runtime/protocol/compact.js";
import { json } from "../../../runtime/protocol/json.js";
import { EVERYTHING, type Sample, samples, type Scalars, type Shape, type Wire, read, write } from "./shapes.js";

/** What Python's library (0.17) has: no uuid. */
const PYTHON: Scalars = { ...EVERYTHING, types: EVERYTHING.types.filter((type) => type !== "uuid") };

/** What has one spelling in JSON: Python writes 17 digits of every double, and bare control characters. */
const ONE_SPELLING: Scalars = {
  ...PYTHON,
  strings: PYTHON.strings.map((text) =>
    text.replaceAll(/\p{Cc}/gu, (control) => ("\b\t\n\f\r".includes(control) ? control : "/")),
  ),
  doubles: fc.integer().map((eighths) => eighths / 8),
};

describe("Python's Apache Thrift", function () {
  this.timeout(60_000);

  it("writes the same bytes in the binary protocol, and reads ours", () => compare("binary", PYTHON, true));

  it("writes the same bytes with an old header, and reads ours", () => compare("binary-old", PYTHON, true));

  it("writes the same bytes in the compact protocol, and reads ours", () => compare("compact", PYTHON, true));

  it("writes the same bytes in JSON, and reads ours", () => compare("json", ONE_SPELLING, true));

  it("reads every value in JSON, and has its own read", () =>
    compare("json", { ...PYTHON, doubles: PYTHON.doubles.filter(Number.isFinite) }, false));

  it("reads NaN and the infinities in JSON, and has its own read", () =>
    compare("json", { ...PYTHON, types: ["double"], doubles: fc.constantFrom(NaN, Infinity, -Infinity) }, false));
});

const DIALECTS = { binary, "binary-old": oldBinary, compact, json };

function compare(protocolName: keyof typeof DIALECTS, scalars: Scalars, sameBytes: boolean): void {
  const protocol = DIALECTS[protocolName];
  const seed = Date.now();
  const cases = fc.sample(samples(scalars), { numRuns: 150, seed }).map((sample) => {
    const name = 'Méthode "1"';
    const output = protocol.writer();
    output.writeMessageBegin(name, MessageType.CALL, 7);
    write(output, sample.shape, sample.value);
    output.writeMessageEnd();
    return { name, sample, bytes: output.finish() };
  });
  const answers = askPython(
    cases.map(({ name, sample, bytes }) => ({
      protocol: protocolName,
      name,
      shape: sample.shape,
      value: plain(sample),
      bytes: hex(bytes),
    })),
  );
  for (const [index, { name, sample, bytes }] of cases.entries()) {
    const answer = answers[index]!;
    const about = `seed ${seed}, sample ${index}`;
    expect(answer.header, about).to.deep.equal([name, MessageType.CALL, 7]);
    expect(answer.value, about).to.deep.equal(plain(sample));
    if (sameBytes) expect(answer.bytes, about).to.equal(hex(bytes));
    const input = protocol.reader(Buffer.from(answer.bytes, "hex"));
    expect(input.readMessageBegin(), about).to.deep.equal({ name, type: MessageType.CALL, seqid: 7 });
    expect(read(input, sample.shape), about).to.deep.equal(sample.value);
    input.readMessageEnd();
    input.assertEnd();
  }
}

interface Request {
  readonly protocol: string;
  readonly name: string;
  readonly shape: Shape;
  readonly value: unknown;
  readonly bytes: string;
}

interface Answer {
  readonly header: unknown;
  readonly value: unknown;
  readonly bytes: string;
}

function askPython(requests: readonly Request[]): Answer[] {
  const script = fileURLToPath(new URL("../../../../test/runtime/protocol/python_peer.py", import.meta.url));
  // Debian's package is for Debian's own Python, whatever `python3` is.
  const run = spawnSync("/usr/bin/python3", [script], {
    input: JSON.stringify(requests),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (run.error !== undefined || run.stderr.includes("No module named 'thrift'"))
    throw new Error("This test needs Apache Thrift for Python: apt-get install -y python3-thrift");
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Answer[];
}

/** A value as the Python script takes and gives it. */
function plain({ shape, value }: Sample): unknown {
  switch (shape.type) {
    case "i64": return String(value); // prettier-ignore
    case "double": return doubleHex(value as number); // prettier-ignore
    case "binary": return hex(value as Uint8Array); // prettier-ignore
    case "list":
    case "set": return (value as Wire[]).map((element) => plain({ shape: shape.of, value: element })); // prettier-ignore
    case "map": return (value as [Wire, Wire][]).map(([key, mapped]) => [plain({ shape: shape.key, value: key }), plain({ shape: shape.value, value: mapped })]); // prettier-ignore
    case "struct": return shape.fields.map(([, field], index) => plain({ shape: field, value: (value as Wire[])[index]! })); // prettier-ignore
    default: return value; // prettier-ignore
  }
}

function doubleHex(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString("hex");
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
}

/** The runtime's own messages are what stock Thrift makes of their IDL, byte for byte. */

import { expect } from "chai";
import { PROTOCOLS } from "../runtime/protocol/protocols.js";
import type { Protocol, StructCodec } from "../../runtime/protocol/protocol.js";
import { AttachMethod, CallbackMethod } from "../../runtime/system/system-methods.js";
import { EnvelopeCodec } from "../../runtime/thrift_faas/codecs.js";
import { PACKAGE } from "../support/imports.js";
import { Project } from "../support/project.js";

type Write = (protocol: Protocol) => Uint8Array;

function message<T>(codec: StructCodec<T>, value: T): Write {
  return (protocol) => {
    const output = protocol.writer();
    codec.write(output, value);
    return output.finish();
  };
}

const caller = { partition: "Grüße", id: "i", step: "1", fingerprint: "f", store: "s", functionName: "main" };

/** The values of messages.py. */
const MESSAGES: Readonly<Record<string, Write>> = {
  whole: message(EnvelopeCodec, {
    id: "i",
    root: "r",
    expiry: 2n ** 62n,
    attempt: 3,
    caller: { ...caller, token: Uint8Array.of(0, 255) },
    timeoutMs: 500,
    submit: true,
    traceparent: "00-0-0-01",
  }),
  usual: message(EnvelopeCodec, { id: "i", root: "r", expiry: 0n, attempt: 1 }),
  callback: message(CallbackMethod.args, {
    partition: "p",
    id: "i",
    step: "1",
    fingerprint: "f",
    label: "S.m",
    callee: "c",
    expiry: -1n,
    token: Uint8Array.of(0x80),
    kind: "reply",
    body: Uint8Array.of(0),
  }),
  attach: message(AttachMethod.args, { method: "m", id: "i" }),
  attached: message(AttachMethod.result, { success: { kind: "exception", body: Uint8Array.of(1) } }),
};

describe("the runtime's own messages, beside those of Apache's Python", () => {
  let project: Project;

  before(async () => {
    project = new Project();
    const idl = `${PACKAGE}/runtime/thrift_faas.thrift`;
    const generated = await project.run("thrift", "--gen", "py", "-out", project.folder, idl);
    expect(generated).to.deep.include({ status: 0, stdout: "", stderr: "" });
  });

  after(() => project?.remove());

  for (const protocol of PROTOCOLS)
    it(`are the same bytes in ${protocol.name}, both ways`, async () => {
      const ours = Object.entries(MESSAGES).map(([name, write]) => [
        name,
        Buffer.from(write(protocol)).toString("hex"),
      ]);
      project.write("ours.txt", ours.map((line) => line.join(" ")).join("\n"));
      const command = `/usr/bin/python3 ${PACKAGE}/test/interop/messages.py ${project.folder} ${protocol.name} < ours.txt`;
      const ran = await project.run("sh", "-c", command);
      expect(ran.stderr).to.equal("");
      const [theirs = "", ...read] = ran.stdout.trim().split("\n");
      expect(JSON.parse(theirs)).to.deep.equal(Object.fromEntries(ours));
      expect(read).to.deep.equal(ours.map(([name]) => `${name} True`));
    });
});

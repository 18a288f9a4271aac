/** The runtime's own small structs. */

import { expect } from "chai";
import { TType } from "../../../runtime/protocol/protocol.js";
import { binary } from "../../../runtime/protocol/binary.js";
import { PROTOCOLS } from "../protocol/protocols.js";
import { flatStruct } from "../../../runtime/system/flat-struct.js";
import { SYSTEM_METHODS } from "../../../runtime/system/system-methods.js";

const Codec = flatStruct("Flat", { name: "string", bytes: "binary", count: "i64" });
const VALUE = { name: "é", bytes: Uint8Array.of(0, 255), count: -5n };

describe("a flat struct", () => {
  for (const protocol of PROTOCOLS)
    it(`comes back as it was, in ${protocol.name}`, () => {
      const output = protocol.writer();
      Codec.write(output, VALUE);
      const value = Codec.read(protocol.reader(output.finish()));
      expect({ ...value, bytes: [...value.bytes] }).to.deep.equal({ ...VALUE, bytes: [0, 255] });
    });

  function struct(write: (output: ReturnType<typeof binary.writer>) => void): Uint8Array {
    const output = binary.writer();
    output.writeStructBegin("Flat");
    write(output);
    output.writeStructEnd();
    return output.finish();
  }

  it("skips what it does not know, whatever its number", () => {
    const bytes = struct((output) => {
      for (const id of [0, -3, 4, 32767]) {
        output.writeFieldBegin("other", TType.I64, id);
        output.writeI64(1n);
        output.writeFieldEnd();
      }
      output.writeFieldBegin("name", TType.STRING, 1);
      output.writeString("n");
      output.writeFieldEnd();
      output.writeFieldBegin("bytes", TType.STRING, 2);
      output.writeBinary(Uint8Array.of(1));
      output.writeFieldEnd();
      output.writeFieldBegin("count", TType.I64, 3);
      output.writeI64(2n);
      output.writeFieldEnd();
    });
    expect(Codec.read(binary.reader(bytes))).to.include({ name: "n", count: 2n });
  });

  it("names the field that is missing, or has another type", () => {
    expect(() => Codec.read(binary.reader(struct(() => {})))).to.throw("Flat.name");
    const wrong = struct((output) => {
      output.writeFieldBegin("count", TType.STRING, 3);
      output.writeString("2");
      output.writeFieldEnd();
    });
    expect(() => Codec.read(binary.reader(wrong))).to.throw("Flat.count");
  });
});

it("the runtime's own methods have names that no IDL's method may have", () => {
  for (const [name, method] of SYSTEM_METHODS)
    expect(name)
      .to.equal(method.name)
      .and.match(/^thrift_faas_/);
});

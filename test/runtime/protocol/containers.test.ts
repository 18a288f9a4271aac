import { expect } from "chai";
import { readList, readMap, readSet, writeList, writeMap, writeSet } from "../../../runtime/protocol/containers.js";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";
import { type ProtocolReader, type ProtocolWriter, TType } from "../../../runtime/protocol/protocol.js";
import { PROTOCOLS } from "./protocols.js";

const readI32 = (input: ProtocolReader) => input.readI32();
const readString = (input: ProtocolReader) => input.readString();
const writeI32 = (output: ProtocolWriter, value: number) => output.writeI32(value);
const writeString = (output: ProtocolWriter, value: string) => output.writeString(value);

for (const protocol of PROTOCOLS) {
  describe(`containers in the ${protocol.name} protocol`, () => {
    const reread = (write: (output: ProtocolWriter) => void): ProtocolReader => {
      const output = protocol.writer();
      write(output);
      return protocol.reader(output.finish());
    };

    it("come back as arrays, Sets and Maps", () => {
      const list = reread((output) => writeList(output, TType.I32, [3, 1], writeI32));
      expect(readList(list, TType.I32, readI32)).to.deep.equal([3, 1]);
      const set = reread((output) => writeSet(output, TType.STRING, new Set(["b", "a"]), writeString));
      expect([...readSet(set, TType.STRING, readString)]).to.deep.equal(["b", "a"]);
      const map = new Map([["__proto__", 1], ["2", 2], ["1", 3]]); // prettier-ignore
      const reader = reread((output) => writeMap(output, TType.STRING, TType.I32, map, writeString, writeI32));
      expect([...readMap(reader, TType.STRING, TType.I32, readString, readI32)]).to.deep.equal([...map]);
      reader.assertEnd();
    });

    it("of another type than the IDL's are refused", () => {
      const list = () => reread((output) => writeList(output, TType.I32, [1], writeI32));
      expect(() => readList(list(), TType.STRING, readString)).to.throw(
        ProtocolError,
        "An element of a list is an i32 on the wire, the IDL says string/binary",
      );
      const set = reread((output) => writeSet(output, TType.I32, new Set([1]), writeI32));
      expect(() => readSet(set, TType.STRING, readString)).to.throw(ProtocolError, "An element of a set");
      const map = () =>
        reread((output) => writeMap(output, TType.I32, TType.I32, new Map([[1, 2]]), writeI32, writeI32));
      expect(() => readMap(map(), TType.STRING, TType.I32, readString, readI32)).to.throw(
        ProtocolError,
        "A key of a map",
      );
      expect(() => readMap(map(), TType.I32, TType.STRING, readI32, readString)).to.throw(
        ProtocolError,
        "A value of a map",
      );
    });

    it("that are empty may be of any type", () => {
      const list = reread((output) => writeList(output, TType.I32, [], writeI32));
      expect(readList(list, TType.STRING, readString)).to.deep.equal([]);
      const set = reread((output) => writeSet(output, TType.I32, new Set<number>(), writeI32));
      expect(readSet(set, TType.STRING, readString).size).to.equal(0);
      const map = reread((output) => writeMap(output, TType.I32, TType.I32, new Map(), writeI32, writeI32));
      expect(readMap(map, TType.STRING, TType.STRING, readString, readString).size).to.equal(0);
    });
  });
}

/** Values that TypeScript would not let through, from JavaScript: refused by all writers, with words. */

import { expect } from "chai";
import { writeList, writeMap, writeSet } from "../../../runtime/protocol/containers.js";
import { type ProtocolWriter, TType } from "../../../runtime/protocol/protocol.js";
import { PROTOCOLS } from "./protocols.js";

/** Calls a writer's method as untyped code does. */
function call(output: ProtocolWriter, method: string, value: unknown): void {
  const write: unknown = Reflect.get(output, method);
  if (typeof write !== "function") throw new Error(`There is no ${method}`);
  Reflect.apply(write, output, [value]);
}

const WRONG: readonly [method: string, value: unknown, error: typeof TypeError | typeof RangeError, message: string][] =
  [
    ["writeBool", undefined, TypeError, "A value must be true or false, got undefined"],
    ["writeBool", 1, TypeError, "A value must be true or false, got 1"],
    ["writeI8", 128, RangeError, "A value must be an integer that fits i8, got 128"],
    ["writeI8", "1", TypeError, 'A value must be an integer that fits i8, got the string "1"'],
    ["writeI16", -32769, RangeError, "A value must be an integer that fits i16, got -32769"],
    ["writeI16", NaN, RangeError, "A value must be an integer that fits i16, got NaN"],
    ["writeI32", 2147483648, RangeError, "A value must be an integer that fits i32, got 2147483648"],
    ["writeI32", 1.5, RangeError, "A value must be an integer that fits i32, got 1.5"],
    ["writeI32", null, TypeError, "A value must be an integer that fits i32, got null"],
    ["writeI32", undefined, TypeError, "A value must be an integer that fits i32, got undefined"],
    ["writeI32", true, TypeError, "A value must be an integer that fits i32, got true"],
    ["writeI64", 1, TypeError, "A value must be a bigint, got 1"],
    ["writeI64", 2n ** 63n, RangeError, "A value must be an integer that fits i64, got 9223372036854775808n"],
    ["writeDouble", 1n, TypeError, "A value must be a number, got 1n"],
    ["writeString", undefined, TypeError, "A value must be a string, got undefined"],
    ["writeString", new Map(), TypeError, "A value must be a string, got an object (Map)"],
    ["writeBinary", "text", TypeError, 'A value must be a Uint8Array, got the string "text"'],
    ["writeBinary", [1, 2], TypeError, "A value must be a Uint8Array, got an object (Array)"],
    ["writeUuid", "0", TypeError, "A value must be a UUID such as 00000000-0000-0000-0000-000000000000, got"],
  ];

for (const protocol of PROTOCOLS) {
  describe(`the ${protocol.name} writer`, () => {
    for (const [method, value, error, message] of WRONG)
      it(`${method} refuses ${typeof value} ${String(value)}`, () => {
        const output = protocol.writer();
        expect(() => call(output, method, value)).to.throw(error, message);
      });

    it("refuses what is not a container", () => {
      const nothing: unknown[] = [];
      const output = protocol.writer();
      const ignore = () => undefined;
      expect(() => Reflect.apply(writeList, undefined, [output, TType.I8, undefined, ignore])).to.throw(TypeError, "A list must be an array, got undefined"); // prettier-ignore
      expect(() => Reflect.apply(writeSet, undefined, [output, TType.I8, nothing, ignore])).to.throw(TypeError, "A set must be a Set, got an object (Array)"); // prettier-ignore
      expect(() => Reflect.apply(writeMap, undefined, [output, TType.I8, TType.I8, {}, ignore, ignore])).to.throw(TypeError, "A map must be a Map, got an object (Object)"); // prettier-ignore
    });
  });
}

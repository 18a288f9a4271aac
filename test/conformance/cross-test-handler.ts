/** Our side of the cross-test, as python/server.py is the other: most methods answer with their argument. */

import type { SecondServiceHandler } from "../golden/cross_test/gen/cross_test/second-service.js";
import type { ThirdServiceHandler } from "../golden/cross_test/gen/cross_test/third-service.js";
import type { ThriftTestHandler } from "../golden/cross_test/gen/cross_test/thrift-test.js";
import { type Insanity, Numberz, Xception, Xception2 } from "../golden/cross_test/gen/cross_test/types.js";
import type { UuidTestHandler } from "../golden/cross_test/gen/uuid_test/uuid-test.js";

/** @param onOneway is told what the oneway method was called with */
export function crossTestHandler(onOneway: (secondsToSleep: number) => void): ThriftTestHandler {
  return {
    testVoid() {},
    testString: (thing) => thing,
    testBool: (thing) => thing,
    testByte: (thing) => thing,
    testI32: (thing) => thing,
    testI64: (thing) => thing,
    testDouble: (thing) => thing,
    testBinary: (thing) => thing,
    testStruct: (thing) => thing,
    testNest: (thing) => thing,
    testMap: (thing) => thing,
    testStringMap: (thing) => thing,
    testSet: (thing) => thing,
    testList: (thing) => thing,
    testEnum: (thing) => thing,
    testTypedef: (thing) => thing,
    testMapMap: () =>
      new Map([
        [-4, new Map([-4, -3, -2, -1].map((n) => [n, n]))],
        [4, new Map([1, 2, 3, 4].map((n) => [n, n]))],
      ]),
    testInsanity: (argument) =>
      new Map<bigint, ReadonlyMap<Numberz, Insanity>>([
        [1n, new Map([Numberz.TWO, Numberz.THREE].map((number) => [number, argument]))],
        [2n, new Map([[Numberz.SIX, { userMap: new Map(), xtructs: [] }]])],
      ]),
    testMulti: (byte_thing, i32_thing, i64_thing) => ({ string_thing: "Hello2", byte_thing, i32_thing, i64_thing }),
    testException(arg) {
      if (arg === "Xception") throw new Xception({ errorCode: 1001, message: arg });
      if (arg === "TException") throw new Error("This is a TException");
    },
    testMultiException(arg0, arg1) {
      const nothing = { byte_thing: 0, i32_thing: 0, i64_thing: 0n };
      if (arg0 === "Xception") throw new Xception({ errorCode: 1001, message: "This is an Xception" });
      if (arg0 === "Xception2")
        throw new Xception2({ errorCode: 2002, struct_thing: { string_thing: "This is an Xception2", ...nothing } });
      return { string_thing: arg1, ...nothing };
    },
    testOneway: onOneway,
  };
}

export const secondHandler: SecondServiceHandler = {
  secondtestString: (thing) => `testString("${thing}")`,
};

export const thirdHandler: ThirdServiceHandler = {
  secondtestString: (thing) => `inherited("${thing}")`,
  thirdtestString: (thing) => `third("${thing}")`,
};

export const uuidHandler: UuidTestHandler = {
  testUuid: (thing) => thing,
  testIds: (thing) => thing,
};

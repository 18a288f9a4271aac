import type { ThriftTestHandler } from "../../cross_test/thrift-test.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: ThriftTestHandler = {
  async testVoid(invocation) {
    return unfilled(invocation);
  },
  async testString(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testBool(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testByte(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testI32(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testI64(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testDouble(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testBinary(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testStruct(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testNest(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testMap(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testStringMap(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testSet(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testList(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testEnum(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testTypedef(thing, invocation) {
    return unfilled(invocation, thing);
  },
  async testMapMap(hello, invocation) {
    return unfilled(invocation, hello);
  },
  async testInsanity(argument, invocation) {
    return unfilled(invocation, argument);
  },
  async testMulti(arg0, arg1, arg2, arg3, arg4, arg5, invocation) {
    return unfilled(invocation, arg0, arg1, arg2, arg3, arg4, arg5);
  },
  async testException(arg, invocation) {
    return unfilled(invocation, arg);
  },
  async testMultiException(arg0, arg1, invocation) {
    return unfilled(invocation, arg0, arg1);
  },
  async testOneway(secondsToSleep, invocation) {
    return unfilled(invocation, secondsToSleep);
  },
};

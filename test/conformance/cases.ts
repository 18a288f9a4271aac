/** The calls that make up the cross-test: every method, with the values at which peers have been known to differ. */

import type { SecondServiceClient } from "../golden/cross_test/gen/cross_test/second-service.js";
import type { ThirdServiceClient } from "../golden/cross_test/gen/cross_test/third-service.js";
import type { ThriftTestClient } from "../golden/cross_test/gen/cross_test/thrift-test.js";
import { type Insanity, Numberz, type Xtruct } from "../golden/cross_test/gen/cross_test/types.js";
import type { UuidTestClient } from "../golden/cross_test/gen/uuid_test/uuid-test.js";
import { type Plain, toPlain } from "./plain.js";

/** What a call came to, at whichever client. */
export type Outcome =
  | { readonly returns: Plain }
  /** A declared exception, by its name in the IDL. */
  | { readonly throws: string; readonly fields: Plain }
  /** A TApplicationException of this type. */
  | { readonly fault: number }
  /** The client found no reply, or none that it can read: in its own words. */
  | { readonly gave_up: string };

interface Clients {
  readonly ThriftTest: ThriftTestClient;
  readonly SecondService: SecondServiceClient;
  readonly ThirdService: ThirdServiceClient;
  readonly UuidTest: UuidTestClient;
}

export interface Case {
  readonly service: keyof Clients;
  readonly method: string;
  readonly args: readonly unknown[];
  readonly expected: Outcome;
}

type Call<Client, Name extends keyof Client> = Client[Name] extends (...args: infer Args) => Promise<infer Value>
  ? { readonly args: Args; readonly value: Value }
  : never;

function returns<Service extends keyof Clients, Name extends keyof Clients[Service] & string>(
  service: Service,
  method: Name,
  args: Call<Clients[Service], Name>["args"],
  value: Call<Clients[Service], Name>["value"],
): Case {
  return { service, method, args, expected: { returns: toPlain(value) } };
}

function throws(
  method: keyof ThriftTestClient,
  args: readonly string[],
  expected: Exclude<Outcome, { readonly returns: Plain }>,
): Case {
  return { service: "ThriftTest", method, args, expected };
}

/** A method that answers with its argument, given each of these. */
function echoes<Name extends keyof ThriftTestClient>(
  method: Name,
  ...values: (Call<ThriftTestClient, Name>["value"] & Call<ThriftTestClient, Name>["args"][0])[]
): Case[] {
  return values.map((thing) => ({
    service: "ThriftTest",
    method,
    args: [thing],
    expected: { returns: toPlain(thing) },
  }));
}

/** No language's IDL names this number of the enum. */
const UNKNOWN_NUMBER = 77 as Numberz;
const I64_MAX = 2n ** 63n - 1n;
const I64_MIN = -(2n ** 63n);

const xtruct: Xtruct = { string_thing: "Zero", byte_thing: -128, i32_thing: -3, i64_thing: I64_MIN };
const insanity: Insanity = {
  userMap: new Map([
    [Numberz.FIVE, 5n],
    [Numberz.EIGHT, -8n],
    [UNKNOWN_NUMBER, 9_007_199_254_740_993n],
  ]),
  xtructs: [xtruct, { string_thing: "", byte_thing: 127, i32_thing: 0, i64_thing: I64_MAX }],
};
const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, index) => index);

function numbersFrom(first: number, last: number): Map<number, number> {
  return new Map(Array.from({ length: last - first + 1 }, (_, index) => [first + index, first + index]));
}

export const CASES: readonly Case[] = [
  returns("ThriftTest", "testVoid", [], undefined),
  ...echoes(
    "testString",
    "",
    "Test",
    "Grüße 東京 🗼 \u2028 \u00a0 ی",
    '"quotes" and \\ slashes / \b\f\n\r\t',
    "\0 and \x7f",
    "__proto__",
    "a".repeat(127),
    "b".repeat(128),
    "ü".repeat(20_000),
  ),
  ...echoes("testBool", true, false),
  ...echoes("testByte", 0, 1, -1, 127, -128),
  ...echoes("testI32", 0, -1, 63, 64, -64, -65, 2 ** 31 - 1, -(2 ** 31)),
  ...echoes("testI64", 0n, -1n, 2n ** 31n, 2n ** 32n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, I64_MAX, I64_MIN),
  ...echoes("testDouble", 0, -0, 1, -852.234234234, 5e-324, 1.7976931348623157e308, 2 ** 53, 0.1),
  ...echoes("testDouble", NaN, Infinity, -Infinity),
  ...echoes("testBinary", new Uint8Array(0), EVERY_BYTE, new Uint8Array(70_000).fill(0xff)),
  ...echoes("testStruct", xtruct),
  ...echoes("testNest", { byte_thing: 1, struct_thing: xtruct, i32_thing: 5 }),
  ...echoes("testMap", new Map(), numbersFrom(-7, 8)),
  ...echoes(
    "testStringMap",
    new Map(),
    new Map([
      ["", "empty"],
      ["__proto__", "no prototype"],
      ["constructor", ""],
      ['"', "\\"],
      ["ключ", "значение"],
      ["1", "a number's key stays where it is"],
    ]),
  ),
  ...echoes("testSet", new Set(), new Set([5, -(2 ** 31), 3, 0])),
  ...echoes(
    "testList",
    [],
    ...[14, 15, 20, 300].map((length) => Array.from({ length }, (_, index) => index * (index % 2 === 0 ? 1 : -1))),
  ),
  ...echoes("testEnum", Numberz.ONE, Numberz.EIGHT, UNKNOWN_NUMBER),
  ...echoes("testTypedef", 309_858_235_082_523n),
  returns("ThriftTest", "testMapMap", [1], new Map([[-4, numbersFrom(-4, -1)], [4, numbersFrom(1, 4)]])), // prettier-ignore
  returns(
    "ThriftTest",
    "testInsanity",
    [insanity],
    new Map<bigint, ReadonlyMap<Numberz, Insanity>>([
      [1n, new Map([[Numberz.TWO, insanity], [Numberz.THREE, insanity]])], // prettier-ignore
      [2n, new Map([[Numberz.SIX, { userMap: new Map(), xtructs: [] }]])],
    ]),
  ),
  returns(
    "ThriftTest",
    "testMulti",
    [42, -4_242, 2n ** 40n, new Map([[0, "zero"], [-32_768, "least"]]), Numberz.FIVE, -1n], // prettier-ignore
    { string_thing: "Hello2", byte_thing: 42, i32_thing: -4_242, i64_thing: 2n ** 40n },
  ),
  throws("testException", ["Xception"], { throws: "Xception", fields: { errorCode: 1001, message: "Xception" } }),
  throws("testException", ["TException"], { fault: 6 }),
  returns("ThriftTest", "testException", ["success"], undefined),
  throws("testMultiException", ["Xception", ""], {
    throws: "Xception",
    fields: { errorCode: 1001, message: "This is an Xception" },
  }),
  throws("testMultiException", ["Xception2", ""], {
    throws: "Xception2",
    fields: { errorCode: 2002, struct_thing: toPlain(thingCalled("This is an Xception2")) },
  }),
  returns("ThriftTest", "testMultiException", ["success", "again"], thingCalled("again")),
  returns("ThriftTest", "testOneway", [17], undefined),
  // What follows a oneway call must get its own reply.
  ...echoes("testString", "after the oneway call"),
  // Two services behind one door: both have a method of this name.
  returns("SecondService", "secondtestString", ["one"], 'testString("one")'),
  returns("ThirdService", "secondtestString", ["two"], 'inherited("two")'),
  returns("ThirdService", "thirdtestString", ["three"], 'third("three")'),
];

const UUID = "00112233-4455-6677-8899-aabbccddeeff";
const NO_ID = "00000000-0000-0000-0000-000000000000";

/** What only we have. */
export const UUID_CASES: readonly Case[] = [
  returns("UuidTest", "testUuid", [UUID], UUID),
  ...[
    { one: NO_ID, many: [], pairs: new Map() },
    { one: UUID, perhaps: NO_ID, many: [UUID, NO_ID], pairs: new Map([[NO_ID, UUID]]) },
  ].map((ids) => returns("UuidTest", "testIds", [ids], ids)),
];

/** What the oneway calls above leave behind at the server. */
export const ONEWAYS: readonly number[] = [17];

function thingCalled(string_thing: string): Xtruct {
  return { string_thing, byte_thing: 0, i32_thing: 0, i64_thing: 0n };
}

/** JSON that is no value of its type: what is said, and with which path. */

import { expect } from "chai";
import { codecOf } from "../../dynamic/codec.js";
import { findMethod } from "../../dynamic/find-method.js";
import { parseJson } from "../../dynamic/json.js";
import { encode, mistake, programOf, structIn } from "./idl.js";

const IDL = `
  enum Colour { RED = 1, GREEN = 2 }
  struct Url { 1: required string expanded_url, 2: string shortened_url }
  struct Post { 1: list<Url> urls, 2: optional Post reply_to }
  union Either { 1: i32 number, 2: string text }
  struct All {
    1: Post post
    2: Either either
    3: bool flag
    4: i8 tiny
    5: i64 large
    6: double ratio
    7: string text
    8: binary bytes
    9: uuid id
    10: Colour colour
    11: set<i32> numbers
    12: map<Colour, i32> by_colour
    13: map<Url, i32> by_url
    14: map<bool, i32> by_flag
  }
  struct Nothing {}
  service Base { void ping() }
  service Small extends Base { void pong() }
  service Empty {}
`;

const program = programOf("all.thrift", IDL);

function write(struct: string, text: string): string {
  const codec = codecOf(structIn(program, struct));
  return mistake(() => encode(codec, parseJson(text, "the arguments")));
}

describe("JSON that does not fit the IDL", () => {
  for (const [text, message] of [
    ["[]", "$ must be an object (All), not an array"],
    ["null", "$ must be an object (All), not null"],
    ["7", "$ must be an object (All), not 7"],
    ['{"txt":""}', '$: All has no field "txt"; did you mean `text`?'],
    ['{"__proto__":1}', '$: All has no field "__proto__"; it has post, either, flag, tiny, large, ratio, text, bytes, id, colour, numbers, by_colour, by_url, by_flag'], // prettier-ignore
    ['{"post":{"urls":[{"expanded_url":"a"},{"expanded_url":1}]}}', "$.post.urls[1].expanded_url must be a string, not 1"], // prettier-ignore
    ['{"post":{"urls":[{}]}}', "$.post.urls[0].expanded_url is missing, and Url needs it"],
    ['{"post":{"urls":{"0":{}}}}', "$.post.urls must be an array (a list), not an object"],
    ['{"post":{"reply_to":null}}', "$.post.reply_to must be an object (Post), not null"],
    ["{}", "$.either is missing, and All needs it"],
    ['{"either":{}}', "$.either: the union Either has exactly one of the fields number, text"],
    ['{"either":{"number":1,"text":""}}', "$.either: the union Either has exactly one of the fields number, text"],
    ['{"either":{"number":1},"flag":1}', "$.flag must be true or false, not 1"],
    ['{"either":{"number":1},"tiny":128}', "$.tiny must be an integer that fits i8, not 128"],
    ['{"either":{"number":1},"tiny":1.0}', "$.tiny must be an integer that fits i8, not 1.0"],
    ['{"either":{"number":1},"large":9223372036854775808}', "$.large must be an integer that fits i64, not 9223372036854775808"], // prettier-ignore
    ['{"either":{"number":1},"large":"9223372036854775808"}', '$.large must be an integer that fits i64, not "9223372036854775808"'], // prettier-ignore
    ['{"either":{"number":1},"large":" 1"}', '$.large must be an integer that fits i64, not " 1"'],
    ['{"either":{"number":1},"ratio":1e400}', '$.ratio must be a number that fits a double, "NaN", "Infinity" or "-Infinity", not 1e400'], // prettier-ignore
    ['{"either":{"number":1},"ratio":"0x1"}', '$.ratio must be a number that fits a double, "NaN", "Infinity" or "-Infinity", not "0x1"'], // prettier-ignore
    ['{"either":{"text":"\\ud83d"}}', '$.either.text must be a string without half characters, not "\\ud83d"'],
    ['{"either":{"number":1},"bytes":"***"}', '$.bytes must be bytes in Base64, such as "AAECAw==", not "***"'],
    ['{"either":{"number":1},"id":"1"}', '$.id must be a UUID such as "00000000-0000-0000-0000-000000000000", not "1"'],
    ['{"either":{"number":1},"colour":"RAD"}', '$.colour: the enum Colour has no member "RAD"; did you mean `RED`?'],
    ['{"either":{"number":1},"colour":"BLUE"}', '$.colour: the enum Colour has no member "BLUE"; it has RED, GREEN'],
    ['{"either":{"number":1},"colour":true}', "$.colour must be an integer that fits i32, not true"],
    ['{"either":{"number":1},"numbers":[1,2,"1"]}', "$.numbers[2] is the same as $.numbers[0]"],
    ['{"either":{"number":1},"by_colour":{"RED":1,"1":2}}', 'the key of $.by_colour["RED"] is the same as the key of $.by_colour["1"]'], // prettier-ignore
    ['{"either":{"number":1},"by_colour":{"RED":"x"}}', '$.by_colour["RED"] must be an integer that fits i32, not "x"'],
    ['{"either":{"number":1},"by_colour":7}', "$.by_colour must be an object (a map), not 7"],
    ['{"either":{"number":1},"by_flag":{"yes":1}}', 'the key of $.by_flag["yes"] must be true or false, not "yes"'],
    ['{"either":{"number":1},"by_url":{}}', "$.by_url must be an array of pairs (a map), not an object"],
    ['{"either":{"number":1},"by_url":[[{"expanded_url":"a"}]]}', "$.by_url[0] must be a pair of key and value, not an array"], // prettier-ignore
    ['{"either":{"number":1},"by_url":[[{"expanded_url":"a"},1],[{"expanded_url":"a"},2]]}', "$.by_url[1][0] is the same as $.by_url[0][0]"], // prettier-ignore
    ['{"a":1,"a":2}', "the arguments are no JSON: Duplicate key 'a' encountered at position 8"],
    ["{", "the arguments are no JSON: Quoted object key or end of object '}' expected but reached end of input at position 1"], // prettier-ignore
    ["[".repeat(100_000), "the arguments nest too deeply"],
  ] as const)
    it(`says "${message.slice(0, 100)}"`, () => expect(write("All", text)).to.equal(message));

  it("knows that there is nothing to suggest", () => {
    expect(write("Nothing", '{"a":1}')).to.equal('$: Nothing has no field "a"; it has none');
  });

  it("stops at a struct that holds itself too often", () => {
    const deep = (levels: number): string => `${'{"reply_to":'.repeat(levels)}{}${"}".repeat(levels)}`;
    expect(write("Post", deep(60))).to.equal("none");
    expect(write("Post", deep(70))).to.equal("$: Post nests more than 64 levels deep");
  });

  it("accepts maps of words as pairs, too", () => {
    const codec = codecOf(structIn(program, "All"));
    const bytes = (map: string): Uint8Array =>
      encode(codec, parseJson(`{"either":{"number":1},"by_colour":${map}}`, "the arguments"));
    expect(bytes('[["RED",1],[2,"3"]]')).to.deep.equal(bytes('{"RED":1,"GREEN":3}'));
  });
});

describe("the name of a method", () => {
  it("finds inherited methods", () => {
    const { service, method } = findMethod(program, "Small", "ping");
    expect([service.name, method.name]).to.deep.equal(["Small", "ping"]);
  });

  for (const [service, method, message] of [
    ["Smal", "ping", "the IDL has no service Smal; did you mean `Small`?"],
    ["Users", "ping", "the IDL has no service Users; it has Base, Small, Empty"],
    ["Small", "pang", "Small has no method pang; did you mean `ping`?"],
    ["Small", "create", "Small has no method create; it has ping, pong"],
    ["Empty", "ping", "Empty has no method ping; it has none"],
  ] as const)
    it(`says "${message}"`, () => expect(mistake(() => findMethod(program, service, method))).to.equal(message));
});

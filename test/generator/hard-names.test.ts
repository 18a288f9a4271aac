/** Names that hurt in TypeScript, in every place: what is generated for them passes the strictest flags. */

import { expect } from "chai";
import { Project } from "../support/project.js";

const OTHER = `
struct Money { 1: i32 a }
struct Envelope { 1: string id }
enum Map { A, B }
exception Error { 1: string name, 2: string stack, 3: i32 message, 4: string constructor, 5: string name_ }
struct Struct { 1: Map m, 2: Envelope e }
struct BaseState { 1: map<Map, list<Envelope>> Base, 2: Money stored }
service Base { void ping(), Money __proto__(1: Money value) } (faas.state = "BaseState")
`;

const MAIN = `
include "other.thrift"

enum Late { A }
struct First { 1: string Late, 2: Late late }
enum Empty {}
enum Only { __proto__ = -5, constructor = 7, toString }
struct Money { 1: other.Money Money, 2: Only only = Only.constructor }
struct Result { 1: i32 ok }
struct Invocation {
  1: Result Result, 2: i32 TType, 3: i32 readList, 4: list<i32> required, 5: required i32 input, 6: i32 value,
  7: i32 input_, 8: i32 undefined
}
struct Caller {}
union None {}
union U { 1: i32 kind, 2: Only value, 3: map<U, set<list<binary>>> default }
struct Keys {
  1: string __proto__, 2: string constructor, 3: string toString, 4: i64 class, 5: optional i64 await, 6: Empty empty,
  7: None none, 8: U u, 9: i8 arguments, 10: list<list<string>> let, 11: double Only, 12: Only zero,
  13: Money MoneyCodec, 14: other.Map OtherMap, 15: bool Set, 16: set<binary> Uint8Array,
  17: uuid id = "00112233-4455-6677-8899-aabbccddeeff", 18: binary b = "h\\"i*/", 19: double d = 1e300, 20: double z = -0.0
}
exception Quiet {}
exception Inherited { 1: i32 toString, 2: optional string valueOf, 3: list<i32> hasOwnProperty, 4: bool constructor }
exception Boom { 1: optional string message, 2: optional Loop cause, 3: list<Only> onlys = [Only.__proto__], 4: binary b }
struct Loop { 1: LoopB b, 2: Loop self }
struct LoopB { 1: Loop a, 2: string x = "*/ \`\${1}\`" }
typedef other.Money OtherMoney
typedef Only number
struct string_ { 1: number n, 2: OtherMoney m }
struct object { 1: i32 a }
struct MoneyCodec { 1: i32 a }
struct FooHandler { 1: i32 a }
const map<string, Only> M = { "a": Only.constructor, "b": Only.toString }
const list<OtherMoney> LONG = [{"a": 1}, {"a": 2}, {"a": 3}, {"a": 4}, {"a": 5}, {"a": 6}, {"a": 7}, {"a": 8}, {"a": 9}]
const i32 Money = 3
const other.Money Invocation = { "a": Money }
const bool Foo = true
const string Result_ = "Result"
const string Result = "Result_"
const U CHOSEN = { "value": Only.toString }
const i64 delete = -9223372036854775808
const double WHOLE = 5
const LoopB lb = {}
const map<i32, map<string, list<Money>>> DEEP = {
  1: { "a": [{ "Money": { "a": 1 } }, { "Money": { "a": 1 } }, { "Money": { "a": 1 } }] }, 2: {}
}

service Foo extends other.Base {
  Result constructor(
    1: i32 this, 2: i32 unfilled, 3: i32 invocation, 4: i32 invocation_, 5: Caller caller, 6: string handler
  ) throws (1: Boom success, 2: other.Error error, 3: Quiet quiet)
  Invocation Get(1: Caller GetMethod)
  void get()
  oneway void args(1: required None args)
  None arguments()
  FooHandler then(1: MoneyCodec x = {"a": 4}, 2: optional Keys k)
} (faas.state = "FooState")
service Nothing {}
struct FooState {
  1: map<Only, First> constructor, 2: string __proto__ = "p", 3: set<MoneyCodec> toString, 4: i64 value, 5: Money input = {},
  6: map<Foo_, map<Only, list<set<binary>>>> StoredType, 7: map<number, double> keyText (faas.ordered), 8: list<Late> get,
  9: map<string, map<Result, i64> (faas.ordered)> TType, 10: list<map<i32, None>> output, 11: Only Only = Only.toString,
  12: map<i32, set<FooMethods>> DurableMap, 13: U u = { "kind": 1 }
}
struct Foo_ { 1: binary arguments }
struct FooMethods { 1: i32 GetMethod }
struct FooMethodsState { 1: FooState state }
service FooState_ { FooMethods methods(1: FooState_s state, 2: Foo_ FooState_Methods) } (faas.state = "FooMethodsState")
struct FooState_s {}
service StoredType { FooState Invocation(1: FooMethods a) } (faas.state = "FooState")
service Stored {
  FooMethods StoredMethods(1: FooState StoredState) (faas.pure), void keyText(1: string stored) (faas.partition = "stored")
  void stored(1: Only args, 2: binary keyText) (faas.partition = "keyText", faas.timeout = "1ms")
  void Stored(1: Only __proto__) (faas.partition = "__proto__", faas.retry = "2")
} (faas.state = "Nought")
struct Nought {}
service StoredMore extends Stored { void f(), void toString(), i32 valueOf(1: i32 toString) }
exception Objects { 1: string toString, 2: required i32 valueOf, 3: i64 hasOwnProperty }
service NothingMore extends Nothing {}
service Class { object class(1: string_ class) }
service Caller_ { void Caller() }
`;

describe("names that hurt in TypeScript", () => {
  let project: Project;

  before(() => {
    project = new Project();
    project.write("other.thrift", OTHER);
    project.write("main.thrift", MAIN);
  });

  after(() => project.remove());

  it("give code that compiles, stubs included", async function () {
    this.timeout(60_000);
    expect(await project.thriftFaas("gen", "main.thrift")).to.deep.include({ status: 0, stderr: "" });
    for (const compiler of ["typescript", "typescript-5.9"] as const)
      expect(await project.tsc(compiler), compiler).to.deep.equal({ status: 0, stdout: "", stderr: "" });
    expect(project.read("gen/main/types.ts")).not.to.match(/\bany\b|as unknown|@ts-/);
  });
});

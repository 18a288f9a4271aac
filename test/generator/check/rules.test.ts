import { expect } from "chai";
import { analyse } from "../../../generator/analyse.js";
import { expectMarked } from "../diagnostics/marked.js";

describe("check", () => {
  it("finds nothing wrong with a sound file", () => {
    expectMarked(`
      enum Kind { POST, REPLY = 5 }
      exception Failed { 1: string message }
      struct Pair { 1: required Node left, 2: required Both both }
      struct Both { 1: required Node left, 2: required Node right }
      struct Node { 1: required i64 id, 2: optional Node next, 3: list<Node> children }
      service Base { void ping() }
      service Tree extends Base { Node find(1: i64 id) throws (1: Failed failed), oneway void touch(1: Kind kind) }
    `);
  });

  it("rejects a field ID used twice, in structs, arguments and throws", () => {
    expectMarked(`
      exception E {}
      struct S { 1: i32 a, 1: i32 «duplicate-field-id:b» }
      service V { void f(1: i32 a, 1: i32 «duplicate-field-id:b») throws (1: E e, 1: E «duplicate-field-id:g») }
    `);
  });

  it("rejects a field name used twice", () => {
    const { diagnostics } = expectMarked(`struct S { 1: i32 a, 2: i32 «duplicate-field-name:a» }`);
    expect(diagnostics[0]?.related?.span.start).to.equal("struct S { 1: i32 ".length);
  });

  it("rejects two declarations of one name, whatever they declare, but for a constant and something else", () => {
    expectMarked(`
      struct Thing {}
      typedef i32 «duplicate-declaration:Thing»
      service «duplicate-declaration:Thing» {}
      const i32 Thing = 1
      const i32 «duplicate-declaration:Thing» = 2
    `);
  });

  it("rejects an enum member declared twice and warns of a value given twice", () => {
    const { diagnostics } = expectMarked(`
      enum E { A, B, «duplicate-enum-member:A» = 7, «duplicate-enum-value:C» = 1 }
    `);
    expect(diagnostics.map(({ severity }) => severity)).to.deep.equal(["error", "warning"]);
  });

  it("rejects a method declared twice, also when a parent in another file has it", () => {
    expectMarked({
      "main.thrift": `include "base.thrift"
        service Middle extends base.Base {}
        service Leaf extends Middle { void «duplicate-method:ping»(), void own(), void «duplicate-method:own»() }`,
      "base.thrift": "service Base { void ping() }",
    });
  });

  it("rejects methods with names of the runtime's own", () => {
    expectMarked(`service V { void «reserved-method-name:thrift_faas_callback»(), void thrift_faa() }`);
  });

  it("rejects field IDs that do not fit, and among arguments the one of the envelope", () => {
    expectMarked(`
      struct S { 32766: i32 fits, 32767: i32 fits_too, 32768: i32 «field-id-range:big» }
      service V { void f(32767: i32 «reserved-field-id:envelope») }
    `);
  });

  it("rejects enum values that do not fit in 32 bits, implicit ones too", () => {
    expectMarked(
      `enum E { A = 2147483647, «enum-value-range:B», C = -2147483648, «enum-value-range:D» = -0x80000001 }`,
    );
  });

  it("rejects the throwing of what is no exception, typedefs looked through", () => {
    expectMarked(`
      struct S {} exception E {} typedef E Alias
      service V { void f() throws (1: Alias a, 2: S «throws-non-exception:s», 3: string «throws-non-exception:t») }
    `);
  });

  it("rejects results and exceptions of oneway methods", () => {
    expectMarked(`
      exception E {}
      service V { oneway i32 «oneway-result:f»(), oneway void «oneway-throws:g»() throws (1: E e) }
    `);
  });

  it("warns of an exception as a field, and not of one that is thrown", () => {
    const { diagnostics } = expectMarked(`
      exception E { 1: optional E «exception-as-field:cause» }
      service V { void f(1: E «exception-as-field:e») throws (1: E e) }
    `);
    expect(diagnostics[0]?.severity).to.equal("warning");
  });

  it("rejects structs that can never be complete, and only those", () => {
    const { diagnostics } = expectMarked(`
      struct A { 1: required Leaf l, 2: required B b }
      struct Leaf {}
      struct B { 1: required C c, 3: required Leaf l, 2: optional A a }
      struct C { 1: required B «recursive-required-struct:b», 2: required list<C> more }
    `);
    expect(diagnostics[0]?.message).to.contain("B -> C -> B");
  });

  it("rejects a second default in a union", () => {
    expectMarked(`union U { 1: i32 a = 1, 2: i32 b, 3: i32 «union-defaults:c» = 2 }`);
  });

  it("warns of a constant that lacks a required field, wherever it is nested", () => {
    const { diagnostics } = expectMarked(`
      struct S { 1: required i32 a, 2: required i32 b = 2, 3: i32 c }
      const S GOOD = {"a": 1}
      const list<S> «missing-required-field:BAD» = [{"a": 1}, {"c": 1}]
      struct T { 1: S «missing-required-field:s» = {} }
    `);
    expect(diagnostics.map(({ severity }) => severity)).to.deep.equal(["warning", "warning"]);
  });

  it("rejects a constant that lacks a field for whose type no value stands", () => {
    expectMarked(`
      union U { 1: i32 a, 2: U b }
      struct Strict { 1: required i32 a }
      struct S { 1: U u, 2: Strict strict, 3: S self, 4: list<U> us }
      const S GOOD = {"u": {"a": 1}, "strict": {"a": 1}}
      const S «missing-field:NO_UNION» = {"strict": {"a": 1}}
      const S «missing-field:NO_STRICT» = {"u": {"a": 1}}
    `);
  });

  it("rejects annotations of ours that say nothing where they are", () => {
    const { diagnostics } = expectMarked(`
      typedef map<string, i64> (faas.ordered) Ranking
      typedef i32 («misplaced-annotation:faas.ordered») Number («misplaced-annotation:faas.pure»)
      enum E { A («misplaced-annotation:faas.retry» = "1") } («misplaced-annotation:faas.readonly»)
      struct S { 1: i32 a («misplaced-annotation:faas.partition» = "a", other.one) } («misplaced-annotation:faas.state» = "S")
      const i32 C = 1 («misplaced-annotation:faas.timeout» = "5s")
      service V { void f(1: i32 a («misplaced-annotation:faas.partition»)) («misplaced-annotation:faas.state» = "S") }
        («misplaced-annotation:faas.idempotent», faas.function = "v")
    `);
    expect(diagnostics[0]?.hint).to.equal("it belongs on a field of a state struct or a map");
    expect(diagnostics.at(-1)?.hint).to.equal("it belongs on a method, after its arguments and exceptions");
  });

  it("wants to know of an i64 whether it is a bigint or a number, where one is written", () => {
    const { diagnostics } = expectMarked(`
      typedef i64 (faas.i64 = "number") Count typedef i64 Id (faas.i64 = "bigint")
      typedef Count («i64-type:faas.i64» = "bigint") Counts («i64-type:faas.i64» = "number")
      typedef list<string> Names («i64-type:faas.i64» = "number")
      struct S {
        1: i64 a (faas.i64 = "bigint"), 2: map<string, set<i64>> b (faas.i64 = "number"), 3: list<i64 (faas.i64 = "number")> c,
        4: map<i64, i32> (faas.i64 = "number") d, 5: Count e («i64-type:faas.i64» = "number"), 6: i32 f («i64-type:faas.i64» = "bigint"),
        7: i64 g («annotation-value:faas.i64»), 8: i64 («annotation-value:faas.i64» = "Long") h, 9: S i («i64-type:faas.i64» = "number"),
        10: list<Id> j («i64-type:faas.i64» = "number"), 11: map<Id, i64> k (faas.i64 = "number"),
      } («misplaced-annotation:faas.i64» = "number")
      exception X { 1: i64 a (faas.i64 = "number") }
      enum E { A («misplaced-annotation:faas.i64» = "number") }
      const i64 (faas.i64 = "number") C = 1
      service V {
        i64 (faas.i64 = "number") f(1: i64 a (faas.i64 = "number")) throws (1: X x («misplaced-annotation:faas.i64» = "number"))
        i64 g() («misplaced-annotation:faas.i64» = "number")
      } («misplaced-annotation:faas.i64» = "number")
      service W { void f(1: i64 a («unknown-annotation:faas.I64» = "number")) }
    `);
    expect(diagnostics[0]).to.deep.include({
      message: "no `i64` is written in `Count` that `faas.i64` could speak of",
      hint: "write it where the typedef `Count` is declared",
    });
    expect(diagnostics.find(({ message }) => message.includes("list<string>"))?.hint).to.equal("drop it");
    expect(diagnostics.at(-1)?.hint).to.equal("did you mean `faas.i64`?");
  });

  it("rejects effects that contradict each other, or are said in other words", () => {
    const { diagnostics } = expectMarked(`
      service V {
        i32 a() (faas.readonly) i32 b() (faas.pure = "true") void c() (faas.idempotent)
        oneway void d() (faas.idempotent) i32 e() (faas.pure = "1")
        i32 f() (faas.readonly, «conflicting-effects:faas.pure», «conflicting-effects:faas.idempotent»)
        i32 g() («annotation-value:faas.readonly» = "yes") i32 h() («annotation-value:faas.pure» = "false")
        oneway void i() («oneway-effects:faas.readonly») oneway void j() («oneway-effects:faas.pure»)
      }
    `);
    expect(diagnostics[0]?.message).to.equal("`f` is `faas.readonly` already, and cannot be `faas.pure` too");
  });

  it("rejects times and numbers of tries that are none", () => {
    expectMarked(`service Good {
      void a() (faas.timeout = "1ms") void b() (faas.timeout = "35791m") void c() (faas.timeout = "5s", faas.retry = "1")
      void d() (faas.retry = "100") void e() (faas.retry = "42")
    }`);
    const bad = ["", "5", "0s", "-1s", "1.5s", "5 s", "5S", "1h", "35792m", "s"];
    for (const value of bad) expectMarked(`service V { void f() («annotation-value:faas.timeout» = "${value}") }`);
    for (const value of ["", "0", "101", "1000", "-1", "1.5", "x", "03"])
      expectMarked(`service V { void f() («annotation-value:faas.retry» = "${value}") }`);
    expectMarked("service V { void f() («annotation-value:faas.timeout», faas.retry) }");
  });

  it("rejects partitions that no argument tells", () => {
    const { diagnostics } = expectMarked(`
      enum E { A } struct S { 1: i32 a } typedef i64 Id typedef S Alias
      service V {
        void a(1: Id user, 2: i32 b) (faas.partition = "user") void c(1: E e, 2: uuid u, 3: binary b) (faas.partition = "b")
        void d(1: E e) (faas.partition = "e") void e(1: bool b) (faas.partition = "b")
        void f(1: i64 user_id) («unknown-argument:faas.partition» = "userid") void g() («unknown-argument:faas.partition»)
        void h(1: Alias s) («partition-type:faas.partition» = "s") void i(1: double d) («partition-type:faas.partition» = "d")
        void j(1: list<i32> l) («partition-type:faas.partition» = "l")
      }
    `);
    expect(diagnostics[0]?.hint).to.equal("did you mean `user_id`?");
  });

  it("finds the state of a service, in an included file and behind a typedef too", () => {
    const { program } = expectMarked({
      "main.thrift": `include "base.thrift"
        struct Own { 1: i32 a } typedef Own Alias union U {} exception X {} enum E { A }
        service A {} (faas.state = "Own") service B {} (faas.state = "Alias") service C {} (faas.state = "base.Theirs")
        service D {} («unknown-type:faas.state» = "Owm") service F {} («state-type:faas.state» = "U")
        service G {} («state-type:faas.state» = "X") service H {} («state-type:faas.state» = "E")
        service I {} («annotation-value:faas.state») service J {} («unknown-type:faas.state» = "Theirs")`,
      "base.thrift": "struct Theirs { 1: i32 b }",
    });
    const states = program.modules[0]?.services.map(({ state }) => state?.name);
    expect(states?.slice(0, 4)).to.deep.equal(["Own", "Own", "Theirs", undefined]);
  });

  it("rejects state that cannot be stored by key", () => {
    const { diagnostics } = expectMarked(`
      struct Flat { 1: i64 a, 2: list<string> b, 3: Flat self, 4: Deep deep } struct Deep { 1: binary c } union U { 1: i32 a }
      struct Bad { 1: Worse w } struct Worse { 1: list<map<i32, i32>> m } struct Exact { 1: double d } enum E { A }
      struct State {
        1: map<Flat, double> ok, 2: set<U> fine, 3: map<E, set<uuid>> good, 4: map<bool, map<binary, list<double>>> right,
        5: list<double> whole, 6: list<map<double, double>> too, 7: double free,
        10: map<double, i32> «state-key:a», 11: set<list<i32>> «state-key:b», 12: map<Bad, i32> «state-key:c»,
        13: map<Exact, i32> «state-key:d», 14: map<i32, set<Exact>> «state-key:e», 15: map<double, list<i32>> «state-key:f»,
        16: map<map<i32, i32>, i32> «state-key:g», 17: map<double, i32> «state-key:h» (faas.ordered),
        18: map<i32, map<double, i32>> «state-key:i»
      }
      service V {} (faas.state = "State") service W {} (faas.state = "State")
      struct NoState { 1: map<double, i32> a }
    `);
    expect(diagnostics.map(({ message }) => message)).to.include(
      "`c` cannot be stored by `Bad`: `Worse.m` holds a map, which equal values may write in another order",
    );
  });

  it("rejects orders of what has none", () => {
    const { diagnostics } = expectMarked(`
      enum E { A } typedef i32 Score typedef map<i32, Score> (faas.ordered) Ranking
      struct State {
        1: map<string, double> a (faas.ordered), 2: map<string, Score> (faas.ordered) b, 3: Ranking c,
        4: map<i32, Ranking> d, 5: map<i32, map<i32, i8> (faas.ordered)> e,
        10: list<i32> f («ordered-type:faas.ordered»), 11: i32 g («ordered-type:faas.ordered»),
        12: map<i32, string> «state-score:h» (faas.ordered), 13: map<i32, bool> «state-score:i» (faas.ordered),
        14: map<i32, E> «state-score:j» (faas.ordered), 15: map<i32, map<i32, i32>> «state-score:k» (faas.ordered),
        16: map<i32, map<i32, string> (faas.ordered)> «state-score:l»,
        17: list<map<i32, i32> («ordered-type:faas.ordered»)> m,
        18: map<i32, map<i32, map<i32, i32> («ordered-type:faas.ordered»)>> n,
        19: list<list<map<i32, set<map<i32, i32> («ordered-type:faas.ordered»)>>>> o
      }
      service V {} (faas.state = "State")
    `);
    const nested = diagnostics.find(({ message }) => message.includes("`k`"));
    expect(nested?.hint).to.contain("map<..., map<...> (faas.ordered)>");
  });

  it("rejects defaults of collections, which nobody would see", () => {
    expectMarked(`
      struct State { 1: i32 a = 1, 2: required string b, 3: optional string c = "c", 4: list<i32> «state-default:d» = [1],
        5: map<i32, list<i32>> «state-default:e» = {} }
      service V {} (faas.state = "State")
    `);
  });

  it("rejects a field that the state of a parent has already", () => {
    const { diagnostics } = expectMarked(`
      struct A { 1: i32 a, 2: i32 b } struct C { 1: i32 c } struct B { 7: i32 c, 8: i32 b, 9: i32 a }
      service Grand {} (faas.state = "A") service Parent extends Grand {} service Sibling extends Parent {} (faas.state = "C")
      service Child extends Sibling {} («state-field-clash:faas.state» = "B")
      service Same extends Grand {} («state-field-clash:faas.state» = "A")
      service Far extends Parent {} («state-field-clash:faas.state» = "A")
    `);
    expect(diagnostics[0]?.message).to.equal("`Child` has a `c` in its state already, that of `Sibling`");
  });

  it("warns of two files that would share a folder, and names the second after its namespace or folder", () => {
    const { program, diagnostics } = expectMarked({
      "main.thrift": 'include "a/shared.thrift"\ninclude "b/Shared.thrift"\ninclude "c/shared.thrift"',
      "a/shared.thrift": "",
      "b/Shared.thrift": "«module-name-clash:»",
      "c/shared.thrift": "«module-name-clash:»namespace * our.own",
    });
    expect(program.modules.map(({ name }) => name)).to.deep.equal(["main", "shared", "b_Shared", "our_own_shared"]);
    expect(diagnostics[0]?.severity).to.equal("warning");
  });

  it("rejects files and services whose generated names are taken", () => {
    for (const name of ["functions", "template", "build"])
      expectMarked({ [`${name}.thrift`]: "«reserved-module-name:»service S {}" });
    expectMarked("service «reserved-service-name:Types» {} service «reserved-service-name:CODECS» {}");
  });

  it("rejects two services that would be one function, unless one is included and only called", () => {
    expectMarked("service TextService {} service «function-name-clash:Text_Service» {}");
    const files = new Map([
      ["main.thrift", 'include "other.thrift" service Text {}'],
      ["other.thrift", "service Text {}"],
    ]);
    const severities = (...named: string[]): string[] => {
      const { diagnostics } = analyse(named, { includePath: [], readFile: (path) => files.get(path) });
      return diagnostics.map(({ code, severity }) => `${code}: ${severity}`);
    };
    expect(severities("main.thrift", "other.thrift")).to.deep.equal(["function-name-clash: error"]);
    expect(severities("main.thrift")).to.deep.equal(["function-name-clash: warning"]);
  });

  it("lets services share a function that is given to them, but not a name in it", () => {
    expectMarked(`
      service A {} (faas.function = "both")
      service B {} (faas.function = "both")
    `);
    expectMarked(`
      service TextService {} (faas.function = "both")
      service «function-name-clash:Text_Service» {} (faas.function = "both")
    `);
  });

  it("rejects two services of one name in different functions: they would share a file", () => {
    expectMarked(`
      service Text {} (faas.function = "one")
      service «function-name-clash:text» {} (faas.function = "two")
    `);
  });

  it("rejects names that no function can have", () => {
    const long = "L".repeat(64);
    const { diagnostics } = expectMarked(`
      service A {} («function-name:faas.function» = "Both")
      service B {} («function-name:faas.function» = "two words")
      service C {} («function-name:faas.function»)
      service D {} («function-name:faas.function» = "-d")
      service «function-name:${long}» {}
    `);
    expect(diagnostics[0]?.hint).to.include('faas.function = "some-name"');
  });
});

import { expect } from "chai";
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

  it("rejects two declarations of one name, whatever they declare", () => {
    expectMarked(`
      struct Thing {}
      typedef i32 «duplicate-declaration:Thing»
      const i32 «duplicate-declaration:Thing» = 1
      service «duplicate-declaration:Thing» {}
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

  it("rejects field IDs that do not fit, and the one of the envelope", () => {
    expectMarked(`
      struct S { 32766: i32 fits, 32767: i32 «reserved-field-id:envelope», 32768: i32 «field-id-range:big» }
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

  it("rejects a constant that lacks a required field, wherever it is nested", () => {
    expectMarked(`
      struct S { 1: required i32 a, 2: required i32 b = 2, 3: i32 c }
      const S GOOD = {"a": 1}
      const list<S> «missing-field:BAD» = [{"a": 1}, {"c": 1}]
      struct T { 1: S «missing-field:s» = {} }
    `);
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

  it("rejects two files that would share a folder", () => {
    expectMarked({
      "main.thrift": 'include "a/shared.thrift"\ninclude "b/Shared.thrift"',
      "a/shared.thrift": "",
      "b/Shared.thrift": "«module-name-clash:»",
    });
  });

  it("rejects files and services whose generated names are taken", () => {
    expectMarked({ "functions.thrift": "«reserved-module-name:»service S {}" });
    expectMarked("service «reserved-service-name:Types» {} service «reserved-service-name:CODECS» {}");
  });

  it("rejects two services that would be one function, anywhere in the program", () => {
    expectMarked({
      "main.thrift": 'include "other.thrift"\nservice TextService {}',
      "other.thrift": "service «function-name-clash:Text_Service» {}",
    });
  });
});

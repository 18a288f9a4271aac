import { expect } from "chai";
import { analyse } from "../../../generator/analyse.js";
import type { Annotations, Module, StructDeclaration } from "../../../generator/model.js";
import { describeType, underlying } from "../../../generator/resolve/underlying.js";
import { expectMarked } from "../diagnostics/marked.js";

function modulesOf(files: string | Readonly<Record<string, string>>): readonly [Module, ...Module[]] {
  const [first, ...others] = expectMarked(files).program.modules;
  if (first === undefined) return expect.fail("no module");
  return [first, ...others];
}

function typesOf(struct: StructDeclaration | undefined): string[] {
  return (struct?.fields ?? []).map(({ type }) => describeType(type));
}

describe("resolve", () => {
  it("finds types in any order, in this file and in included ones", () => {
    const [main, shared] = modulesOf({
      "idl/main.thrift": `include "shared.thrift"
        struct S { 1: map<string, list<Later>> a, 2: shared.Url b, 3: set<shared.Id> c }
        struct Later { 1: optional Later next }
        typedef shared.Id Id`,
      "idl/shared.thrift": "typedef i64 Id struct Url {}",
    });
    expect(typesOf(main.structs[0])).to.deep.equal(["map<string, list<Later>>", "Url", "set<Id>"]);
    expect(main.structs[1]?.fields[0]?.type).to.deep.include({ declaration: main.structs[1] });
    expect(main.typedefs[0]?.type).to.deep.include({ declaration: shared?.typedefs[0] });
    expect(shared?.structs[0]?.module).to.equal(shared);
    expect(main.includes).to.deep.equal([shared]);
  });

  it("knows every base type, `byte` as i8, and `uuid` unless a file declares its own", () => {
    const body = "bool byte i8 i16 i32 i64 double string binary uuid"
      .split(" ")
      .map((type, i) => `${i + 1}: ${type} f${i}`);
    const [main] = modulesOf(`struct S { ${body.join()} }`);
    expect(typesOf(main.structs[0]).join(" ")).to.equal("bool i8 i8 i16 i32 i64 double string binary uuid");
    const [own] = modulesOf("typedef string uuid struct S { 1: uuid id }");
    expect(own.structs[0]?.fields[0]?.type).to.deep.include({ declaration: own.typedefs[0] });
  });

  it("follows chains of typedefs in any order", () => {
    const [main] = modulesOf("typedef B A typedef C B typedef list<i32> C struct S { 1: A a }");
    const [field] = main.structs[0]?.fields ?? [];
    expect(field && describeType(underlying(field.type))).to.equal("list<i32>");
  });

  it("leaves out a typedef of a constant with a warning, and complains of one that is used", () => {
    const severities = (text: string): string[] => expectMarked(text).diagnostics.map(({ severity }) => severity);
    expect(severities("typedef «unknown-type:C» X const i32 C = 1")).to.deep.equal(["warning"]);
    for (const use of ["struct S { 1: X x }", "service V { void f(1: list<X> x) }", "const X Y = 1", "typedef X Y"])
      expect(severities(`typedef «unknown-type:C» X const i32 C = 1 ${use}`), use).to.deep.equal(["error"]);
    const files = {
      "main.thrift": 'include "base.thrift"\ntypedef «unknown-type:base.C» X',
      "base.thrift": "const i32 C = 1",
    };
    expect(expectMarked(files).program.modules[0]?.typedefs).to.deep.equal([]);
  });

  it("tells constants and types of one name apart by where they stand", () => {
    const [main] = modulesOf(`
      enum E { A = 3 } const i32 E = E.A struct T { 1: E T = E.A, 2: i32 e = E } const T T = { "e": E }
      service V { T f(1: E e) } const string V = "V"
    `);
    const [struct] = main.structs;
    expect(struct?.fields.map(({ type }) => describeType(type))).to.deep.equal(["E", "i32"]);
    expect(struct?.fields[0]?.type).to.have.nested.property("declaration.kind", "enum");
    expect(struct?.fields.map(({ defaultValue }) => defaultValue?.kind)).to.deep.equal(["enum", "int"]);
    expect(main.constants.map(({ name, type }) => [name, describeType(type)])).to.deep.equal([
      ["E", "i32"],
      ["T", "T"],
      ["V", "string"],
    ]);
    expect(main.constants[1]?.value).to.have.nested.property("fields[0].value.value", 3n);
  });

  it("takes the first of two declarations of one name", () => {
    const [main] = modulesOf("struct S { 1: A a } struct A {} struct «duplicate-declaration:A» {}");
    expect(main.structs[0]?.fields[0]?.type).to.deep.include({ declaration: main.structs[1] });
  });

  it("reports unknown names with a suggestion", () => {
    const { diagnostics } = expectMarked({
      "main.thrift": `include "shared.thrift"
        struct UserMention {}
        struct S { 1: «unknown-type:Usermention» a, 2: list<«unknown-type:Url»> b, 3: «unknown-type:shared.Ulr» c,
                   4: «unknown-type:other.Url» d, 5: «unknown-type:Zebra» e, 6: «unknown-type:V» f }
        service V extends «unknown-service:shared.Bose» {}
        service W extends «unknown-service:S» {}`,
      "shared.thrift": "struct Url {} service Base {}",
    });
    expect(diagnostics.map(({ hint }) => hint)).to.deep.equal([
      "did you mean `UserMention`?",
      "did you mean `shared.Url`?",
      "did you mean `shared.Url`?",
      "no file is included as `other`",
      undefined,
      "`V` is a service",
      "did you mean `shared.Base`?",
      "`S` is a type",
    ]);
    expect(diagnostics[0]?.message).to.equal("unknown type `Usermention`");
  });

  it("does not complain of names that a syntax error may have swallowed", () => {
    expectMarked("const list<i32 «syntax:LOST» = [] struct S { 1: Nothing b, 2: i32 c = LOST }");
    expectMarked("include «syntax:base»\nstruct S { 1: base.B b }");
    expectMarked("struct S { 1: T t } «unterminated-comment:/*» struct T {}");
  });

  it("complains of unknown names all the same where it knows what is lost", () => {
    expectMarked(`
      enum Color { RED, «syntax:=», GREEN }
      «syntax:strcut» Lost { 1: i32 a }
      struct S { 1: i32 «syntax:list.x», 2: «unknown-type:Lots» b, 3: Lost c, 4: Color d = Color.BLUE }
    `);
  });

  it("looks at the last part of a name where an enum's member is wanted, with a warning", () => {
    const { program, diagnostics } = expectMarked({
      "main.thrift": `include "other.thrift"
        enum Mine { A, B = 7 }
        const other.Theirs X = «misqualified-member:Theirs.B»
        const other.Theirs Y = «misqualified-member:Mine.B»
        const list<other.Theirs> Z = [«misqualified-member:other.B», other.Theirs.B]
        const i32 N = Mine.B
        const other.Theirs UNQUALIFIED = «unqualified-member:B»
        const other.Theirs MISSING = «unknown-constant:Theirs.C»
        const other.Theirs OTHERS = «type-mismatch:Mine.A»`,
      "other.thrift": "enum Theirs { B = 2 }",
    });
    expect(diagnostics.map(({ severity }) => severity).slice(0, 3)).to.deep.equal(["warning", "warning", "warning"]);
    expect(diagnostics[0]?.hint).to.equal("write `other.Theirs.B`");
    const [x, y] = program.modules[0]?.constants ?? [];
    for (const constant of [x, y]) expect(constant?.value).to.deep.include({ kind: "enum" });
    expect(y?.value.kind === "enum" && y.value.member.value).to.equal(2);
  });

  it("searches all files that share a prefix, the last one first", () => {
    const { program } = expectMarked({
      "main.thrift": `include "a/shared.thrift"\ninclude "b/shared.thrift"
        struct S { 1: shared.A a, 2: shared.B b, 3: shared.Both both, 4: «unknown-type:shared.C» c }`,
      "a/shared.thrift": "struct A {} struct Both {}",
      "b/shared.thrift": "«module-name-clash:»struct B {} struct Both {}",
    });
    const types = program.modules[0]?.structs[0]?.fields.map(({ type }) => type);
    const modules = types?.map((type) => (type.kind === "named" ? type.declaration.module.file : ""));
    expect(modules).to.deep.equal(["a/shared.thrift", "b/shared.thrift", "b/shared.thrift"]);
  });

  it("takes negative field IDs as they are when asked to", () => {
    const text = "struct S { -2: i32 a, i32 b, 0: i32 c, i32 d, 4: i32 e, -9: i32 f, i32 g }";
    const ids = (allowNegativeIds: boolean): unknown => {
      const readFile = (): string => text;
      const { program } = analyse(["main.thrift"], { includePath: [], readFile, allowNegativeIds });
      return program.modules[0]?.structs[0]?.fields.map(({ id }) => id);
    };
    expect(ids(false)).to.deep.equal([-1, -2, -3, -4, 4, -5, -6]);
    expect(ids(true)).to.deep.equal([-2, -3, 0, -1, 4, -9, -10]);
  });

  it("keeps namespaces, and takes the one for js, that for all, or the file's name", () => {
    const namespaceOf = (headers: string): string | undefined => modulesOf(headers)[0].namespace;
    expect(namespaceOf('namespace * all\nnamespace js a.b (x = "y")\nnamespace py c')).to.equal("a.b");
    expect(namespaceOf("namespace py c\nnamespace * all")).to.equal("all");
    expect(namespaceOf("namespace py c")).to.equal("main");
    const [main] = modulesOf('namespace js a.b (x = "y")\nnamespace «obsolete:smalltalk.category» d-e');
    expect(main.namespaces.get("js")?.annotations.get("x")?.value).to.equal("y");
    expect(main.namespaces.get("smalltalk.category")?.name).to.equal("d-e");
  });

  it("keeps annotations of types, and all values of a repeated one", () => {
    const [main] = modulesOf(`
      enum E { A } (e = "1")
      struct S { 1: i32 (a = "1") x, 2: list<E (b)> (c = "2") y (d = "3", d = "4", d) }
    `);
    const [x, y] = main.structs[0]?.fields ?? [];
    expect(x?.type.annotations?.get("a")?.value).to.equal("1");
    expect(y?.type.annotations?.get("c")?.value).to.equal("2");
    expect(y?.type.kind === "list" && y.type.element.annotations?.get("b")?.value).to.equal("1");
    expect(y?.annotations.get("d")).to.deep.include({ value: "1", values: ["3", "4", "1"] });
  });

  it("keeps what was written before there were annotations, as annotations of the same names", () => {
    const text = `cpp_include "<a.h>"
      struct S xsd_all {
        1: map cpp_type "M" <i32, list<i32> cpp_type "L" (a)> m (b), 2: optional S & s,
        3: set cpp_type "T" <string> & t = ["x"] xsd_optional xsd_nillable xsd_attrs { 1: i32 x, 2: i32 y = 5 } (c = "d"),
        4: i32 plain
      } (e)
      union U xsd_all {}
      service V { void f(1: list<S> cpp_type "A" & a) }`;
    const [main] = modulesOf(text);
    const texts = (annotations: Annotations | undefined) =>
      [...(annotations ?? [])].map(([name, { value }]) => `${name}=${value}`);
    expect(main.cppIncludes.map((each) => each.text)).to.deep.equal(["<a.h>"]);
    const [struct, union] = main.structs;
    expect(texts(struct?.annotations)).to.deep.equal(["xsd_all=1", "e=1"]);
    expect(texts(union?.annotations)).to.deep.equal(["xsd_all=1"]);
    const [m, s, t, plain] = struct?.fields ?? [];
    expect(texts(m?.annotations)).to.deep.equal(["b=1"]);
    expect(texts(m?.type.annotations)).to.deep.equal(["cpp_type=M"]);
    expect(m?.type.kind === "map" && texts(m.type.value.annotations)).to.deep.equal(["cpp_type=L", "a=1"]);
    expect(texts(s?.annotations)).to.deep.equal(["&=1"]);
    expect(texts(t?.type.annotations)).to.deep.equal(["cpp_type=T"]);
    expect(texts(t?.annotations)).to.deep.equal([
      "&=1",
      "xsd_optional=1",
      "xsd_nillable=1",
      "xsd_attrs=1: i32 x, 2: i32 y = 5",
      "c=d",
    ]);
    expect(texts(plain?.annotations)).to.deep.equal([]);
    const [a] = main.services[0]?.methods[0]?.args ?? [];
    expect([...texts(a?.type.annotations), ...texts(a?.annotations)]).to.deep.equal(["cpp_type=A", "&=1"]);
    const at = (name: string, annotations: Annotations | undefined) => {
      const { start = 0, end = 0 } = annotations?.get(name)?.span ?? {};
      return text.slice(start, end);
    };
    for (const name of ["&", "xsd_nillable", "xsd_attrs"]) expect(at(name, t?.annotations)).to.equal(name);
    expect(at("cpp_type", t?.type.annotations)).to.equal("cpp_type");
  });

  it("numbers fields without a positive ID as Apache's compiler does, with a warning", () => {
    const [main] = modulesOf(`
      struct S { i32 «implicit-field-id:a», 5: i32 b, -7: i32 «nonpositive-field-id:c», i32 «implicit-field-id:d» }
      service V { void f(i32 «implicit-field-id:a») }
    `);
    expect(main.structs[0]?.fields.map(({ id }) => id)).to.deep.equal([-1, 5, -2, -3]);
    expect(main.services[0]?.methods[0]?.args.map(({ id }) => id)).to.deep.equal([-1]);
  });

  it("numbers enum members from the one before", () => {
    const [main] = modulesOf("enum E { A, B = 5, C, D = -0x10, F }");
    expect(main.enums[0]?.members.map(({ value }) => value)).to.deep.equal([0, 5, 6, -16, -15]);
  });

  it("keeps requiredness, docs and annotations", () => {
    const [main] = modulesOf(`
      // A struct.
      struct S { 1: required i32 a (b, c = "d", c = "e"), 2: optional i32 f, 3: i32 g }
    `);
    const [struct] = main.structs;
    expect(struct?.doc).to.equal("A struct.");
    expect(struct?.fields.map(({ requiredness }) => requiredness)).to.deep.equal(["required", "optional", "default"]);
    expect([...(struct?.fields[0]?.annotations ?? [])].map(([name, { value }]) => [name, value])).to.deep.equal([
      ["b", "1"],
      ["c", "e"],
    ]);
  });

  it("finds what a service extends in another file, and its methods' types", () => {
    const [main, base] = modulesOf({
      "main.thrift":
        'include "base.thrift"\nservice S extends base.Base { base.T f(1: base.T t) throws (1: base.E e), void g() }',
      "base.thrift": "service Base {} struct T {} exception E {}",
    });
    const [service] = main.services;
    expect(service?.extends).to.equal(base?.services[0]);
    const [f, g] = service?.methods ?? [];
    expect(f?.returns && describeType(f.returns)).to.equal("T");
    expect(g?.returns).to.equal(undefined);
    expect([...(f?.args ?? []), ...(f?.throws ?? [])].map(({ type }) => describeType(type))).to.deep.equal(["T", "E"]);
  });

  it("breaks loops of typedefs, services and constants", () => {
    expectMarked(`
      typedef B «typedef-loop:A» typedef list<A> B typedef C «typedef-loop:C»
      struct S { 1: A a }
      service V extends «extends-loop:W» {} service W extends V {} service X extends «extends-loop:X» {}
      const i32 «constant-loop:P» = Q const i32 Q = P
    `);
  });

  it("rejects unknown annotations under faas., on types too", () => {
    const { diagnostics } = expectMarked(`
      service S { i32 («unknown-annotation:faas.pur») f() («unknown-annotation:faas.readnly», faas.pure, other.thing) }
        (faas.state = "T", «unknown-annotation:faas.sharding») struct T {}
    `);
    expect(diagnostics.map(({ hint }) => hint?.slice(0, 28))).to.deep.equal([
      "did you mean `faas.pure`?",
      "did you mean `faas.readonly`",
      "known are faas.readonly, faa",
    ]);
  });
});

/** What real IDLs contain, and the mistakes in them: one idiom per feature, one per rule. */

import type { Code } from "../../../generator/diagnostics/codes.js";

/** One file, or several by name of which the first is compiled. */
export type Idl = string | Readonly<Record<string, string>>;

/** `newer` is what Debian's 0.17 does not know yet, or no more. */
export const accepted: readonly (readonly [title: string, idl: Idl, options?: { readonly newer: true }])[] = [
  ["an empty file", ""],
  ["a file of comments", "// a\n# b\n/* c */\n/** d */\n//\n#\n/**/\n/***/"],
  ["namespaces of all forms", "namespace * a\nnamespace js a.b.c\nnamespace cpp_x y"],
  ["annotations of a namespace", 'namespace xsd test (uri = "http://a.b/c")'],
  ["cpp_include", 'cpp_include "<x.h>"\nstruct S {}'],
  [
    "types, constants and services of an included file",
    {
      "main.thrift": `include "base.thrift"
        struct S { 1: base.T t, 2: base.E e = base.E.A, 3: i32 i = base.I, 4: list<base.Id> l = [base.I] }
        const map<base.E, string> M = { base.E.B: base.TEXT }
        service V extends base.B { base.T f(1: base.Id id) throws (1: base.X x) }`,
      "base.thrift": `struct T {} enum E { A, B } const i32 I = 5 typedef i32 Id const string TEXT = "x"
        exception X {} service B {}`,
    },
  ],
  ["a chain of typedefs", "typedef i32 A typedef A B typedef list<B> C typedef map<C, set<B>> D struct S { 1: D d }"],
  ["types used before they are declared", "struct S { 1: T t, 2: list<E> e } struct T {} enum E { A }"],
  ["recursive structs", "struct A { 1: optional A a, 2: list<B> b } struct B { 1: A a, 2: map<i32, B> m }"],
  ["fields without IDs", "struct S { i32 a, 5: string b, required i32 c } service V { void f(i32 a, string b) }"],
  ["negative IDs", "struct S { -1: i32 a, -5: i32 b }"],
  ["hexadecimal and signed numbers", "const i32 A = 0xFF const i32 B = +5 struct S { 0x10: i32 a, +17: i32 b }"],
  ["doubles of all forms", "const double A = 1 const double B = .5 const double C = -1.5e-3 const double D = 2E5"],
  ["integers beyond 2^53", "const i64 A = 9223372036854775807 const i64 B = -9223372036854775807"],
  ["escapes", String.raw`const string A = "\n\r\t\"\'\\ '" const string B = '"'`],
  ["bools as numbers", "const bool A = true const bool B = 0 const i32 C = true struct S { 1: bool a = 1 }"],
  [
    "nested constants",
    `enum E { A, B } struct S { 1: i32 i, 2: list<S> s, 3: map<string, E> m, 4: optional S o }
    const map<i32, list<map<string, set<i32>>>> M = { 1: [{ "a": [1, 2] }], 2: [], }
    const S X = { "i": 1, "s": [{ "i": 2 }, {}], "m": { "a": E.A; "b": E.B } "o": { "i": 5 } }
    const list<S> L = [{ "i": 5 }, { "i": 6 }]`,
  ],
  [
    "constants that name others",
    "const i32 A = 1 const i32 B = A const list<i32> L = [A, B] const map<i32, i32> M = {A: B}",
  ],
  ["enum members as integers", "enum E { A = 3 } const i32 I = E.A struct S { 1: i64 l = E.A, 2: E e = 3 }"],
  [
    "members of an included enum without its prefix",
    {
      "main.thrift": 'include "base.thrift"\nstruct S { 1: base.E e = E.A, 2: base.E f = base.A }',
      "base.thrift": "enum E { A }",
    },
  ],
  ["empty containers for each other", "const list<i32> L = {} const map<i32, i32> M = [] const set<i32> S = {}"],
  ["a constant struct without its required field", 'struct S { 1: required i32 a, 2: i32 b } const S X = { "b": 1 }'],
  ["a union with a default", "union U { 1: i32 a, 2: string b = 'x' }"],
  [
    "fields called as words of the grammar",
    "struct S { 1: i32 struct, 2: i32 list, 3: i32 required, 4: i32 namespace }",
    { newer: true },
  ],
  [
    "fields with names of JavaScript's",
    "struct S { 1: i32 constructor, 2: i32 toString, 3: i32 valueOf, 4: i32 length }",
  ],
  ["a type called uuid", "typedef string uuid struct S { 1: uuid u }"],
  ["the type uuid", 'struct S { 1: uuid u = "00112233-4455-6677-8899-aabbccddeeff" }', { newer: true }],
  ["references", "struct S { 1: S & s, 2: optional list<S> & l }"],
  [
    "cpp_type",
    'struct S { 1: map cpp_type "M" <i32, i32> m, 2: list<i32> cpp_type "L" l, 3: set cpp_type "S" <i32> s }',
  ],
  ["words of XML schemas", "struct S xsd_all { 1: i32 a xsd_optional xsd_nillable xsd_attrs { 1: i32 b } }"],
  ["async", "service V { async void f() }"],
  ["namespaces of Smalltalk", "namespace smalltalk.category a\nnamespace smalltalk.prefix b"],
  [
    "constants called as types and services",
    `enum E { A = 3 } const bool E = true const i32 F = E.A struct S { 1: E e = E.A, 2: bool b = E }
    const i32 T = 1 struct T { 1: i32 T = T } typedef i32 I const I I = 3 struct U { 1: I i = I }
    exception X {} const string X = "x" service V { E f(1: T t) throws (1: X x) } const T V = { "T": I }`,
  ],
  [
    "constants called as types in an included file",
    {
      "main.thrift": `include "base.thrift"
        const i32 S = base.S const base.E E = base.E.A struct T { 1: base.S s, 2: base.E e = base.E.A, 3: i32 i = base.S }`,
      "base.thrift": "struct S { 1: i32 a } const i32 S = 5 enum E { A } const string E = 'e'",
    },
  ],
  ["typedefs of a constant that nothing uses", "const i32 C = 1 typedef C X"],
  [
    "services of one name in several namespaces",
    {
      "main.thrift": `include "base.thrift" include "other.thrift"
        service V extends base.V { void g() } service W extends other.V {}`,
      "base.thrift": "namespace * base service V { void f() }",
      "other.thrift": "namespace * other service V { i32 f() }",
    },
  ],
  ["slist", "struct S { 1: slist s }", { newer: true }],
  [
    "separators of all kinds",
    "struct S { 1: i32 a, 2: i32 b; 3: i32 c 4: i32 d } enum E { A, B; C D } const i32 X = 1; const i32 Y = 2,",
  ],
  ["CRLF", "struct S {\r\n  // a\r\n  1: i32 a\r\n}\r\n"],
  ["a byte order mark", "\uFEFFstruct S {}"],
  [
    "annotations everywhere",
    `typedef i32 (a) T (b = "c") enum E { A (d), B = 2 (e = "f") } (g)
    struct S { 1: i32 (h) a (i, j = "k"; l = 'm') } (n)
    service V { i32 (o) f(1: list<i32 (p)> (q) a (r)) (s) } (t)`,
  ],
  ["two values of one annotation", 'struct S {} (a = "1", a = "2")'],
  ["an exception as a field", "exception E {} struct S { 1: E e }"],
  ["equal values of an enum", "enum E { A = 1, B = 1 }"],
  ["the highest field ID", "struct S { 32767: i32 a }"],
  ["a missing file of which nothing is used", 'include "missing.thrift"\nstruct S {}'],
  ["oneway methods", "service V { oneway void f(1: i32 a) }"],
  ["many exceptions", "exception A {} exception B {} service V { i32 f() throws (1: A a, 2: B b) }"],
];

/** `forgotten` is what Apache's compiler does not notice. */
export const refused: readonly (readonly [
  title: string,
  code: Code,
  idl: Idl,
  options?: { readonly forgotten: true },
])[] = [
  ["field IDs used twice", "duplicate-field-id", "struct S { 1: i32 a, 1: i32 b }"],
  ["argument IDs used twice", "duplicate-field-id", "service V { void f(1: i32 a, 1: i32 b) }"],
  ["field names used twice", "duplicate-field-name", "struct S { 1: i32 a, 2: i32 a }"],
  ["two types of one name", "duplicate-declaration", "struct S {} struct S {} struct T { 1: S s }"],
  ["two constants of one name", "duplicate-declaration", "const i32 A = 1 const i32 A = 2"],
  ["two methods of one name", "duplicate-method", "service V { void f(), void f() }"],
  [
    "a method of the parent",
    "duplicate-method",
    "service P { void f() } service V extends P { void f() }",
    { forgotten: true },
  ],
  ["two members of one name", "duplicate-enum-member", "enum E { A, A }"],
  ["unknown types", "unknown-type", "struct S { 1: Unknown a }"],
  ["unknown constants", "unknown-constant", "const i32 A = B"],
  ["unknown members", "unknown-enum-member", "enum E { A } const E X = E.B"],
  ["a string for an integer", "type-mismatch", 'const i32 A = "a"'],
  ["an integer for a string", "type-mismatch", "const string A = 1"],
  ["a default of another type", "type-mismatch", 'struct S { 1: i32 a = "a" }'],
  ["a double for an integer", "type-mismatch", "const i32 A = 1.5"],
  ["unknown fields in a constant", "unknown-field", 'struct S { 1: i32 a } const S X = { "b": 1 }'],
  ["members beyond 32 bits", "enum-value-range", "enum E { A = 2147483648 }"],
  ["integers beyond 64 bits", "constant-overflow", "const i64 A = 9223372036854775808"],
  ["an unknown parent", "unknown-service", "service V extends W {}"],
  ["a service that extends itself", "extends-loop", "service V extends V {}"],
  ["a parent that is no service", "unknown-service", "struct S {} service V extends S {}"],
  ["throwing of a struct", "throws-non-exception", "struct S {} service V { void f() throws (1: S s) }"],
  ["oneway with throws", "oneway-throws", "exception E {} service V { oneway void f() throws (1: E e) }"],
  ["a typedef of a constant that is used", "unknown-type", "const i32 C = 1 typedef C X struct S { 1: X x }"],
  ["oneway with a result", "oneway-result", "service V { oneway i32 f() }", { forgotten: true }],
  ["async with a result", "oneway-result", "service V { async i32 f() }", { forgotten: true }],
  ["two defaults of a union", "union-defaults", "union U { 1: i32 a = 1, 2: i32 b = 2 }"],
  ["a string over two lines", "unterminated-string", 'const string A = "a\nb"'],
  ["unknown escapes", "bad-escape", String.raw`const string A = "\x41"`],
  ["0x", "bad-number", "const i32 A = 0x"],
  ["a sign without digits", "bad-character", "const double A = -", { forgotten: true }],
  ["dots in names", "syntax", "struct S { 1: i32 a.b }"],
  ["hyphens in names", "syntax", "struct a-b {}"],
  ["& in the wrong place", "syntax", "struct S { 1: & i32 a }"],
  ["& in a typedef", "syntax", "typedef i32 & A"],
  ["headers behind definitions", "header-after-definition", "struct S {}\nnamespace js a"],
  ["includes behind definitions", "header-after-definition", 'struct S {}\ninclude "a.thrift"'],
  ["keywords as names of structs", "syntax", "struct list {}"],
  ["keywords as names of methods", "syntax", "service V { void struct() }"],
  ["a comma that is missing in map<>", "syntax", "struct S { 1: map<i32 i32> a }"],
  ["an unclosed struct", "syntax", "struct S { 1: i32 a"],
  ["php_namespace", "removed-syntax", "php_namespace a.b"],
  ["senum", "removed-syntax", 'senum S { "a" }', { forgotten: true }],
  ["annotations of fbthrift", "fbthrift-dialect", "@Old\nstruct S {}"],
  ["package", "fbthrift-dialect", 'package "a.b"'],
  ["typedefs in a circle", "typedef-loop", "typedef B A typedef A B", { forgotten: true }],
  ["a typedef of itself", "typedef-loop", "typedef A A", { forgotten: true }],
  ["bytes beyond 8 bits", "constant-overflow", "const i8 A = 128", { forgotten: true }],
  ["integers beyond 32 bits", "constant-overflow", "const i32 A = 2147483648", { forgotten: true }],
  ["a list for a map", "type-mismatch", "const map<i32, i32> A = [1]", { forgotten: true }],
  ["a struct that requires itself", "recursive-required-struct", "struct S { 1: required S s }", { forgotten: true }],
  ["a constant of itself", "constant-loop", "const i32 A = B const i32 B = A", { forgotten: true }],
  ["a key given twice", "duplicate-key", 'struct S { 1: i32 a } const S X = { "a": 1, "a": 2 }', { forgotten: true }],
  ["an empty union", "union-value", "union U { 1: i32 a } const U X = {}", { forgotten: true }],
  ["field IDs beyond 16 bits", "field-id-range", "struct S { 32768: i32 a }", { forgotten: true }],
  ["an unterminated comment", "unterminated-comment", "struct S {} /* and so on", { forgotten: true }],
];

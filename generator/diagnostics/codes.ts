/**
 * Every code a diagnostic can have, with what it means. Codes are stable: scripts and editors know them.
 * docs/diagnostics.md is made of this table, and of one example for each code.
 */

/** By code. The first sentence says what is wrong, the others why it matters or what to do. */
export const CODES = {
  // Files
  "missing-file":
    "A file that was named, on the command line or by `include`, does not exist. `-I` adds folders to search. A warning when nothing of an included file is used.",
  "unreadable-file": "A file exists and cannot be read: it is a folder, or there is no permission.",
  "include-cycle": "A file includes itself, directly or through others. Move what both need into a third file.",
  "module-name-clash":
    "Two files have the same name, and each becomes a folder. The second one gets a longer name, made of its namespace or its folder.",
  "reserved-module-name": "A file would be generated into a folder that holds something else. Rename the file.",

  // Text and grammar
  syntax:
    "Something else was expected here. Only the field, member, method or statement that holds the mistake is left out.",
  "bad-character": "A character that has no meaning in Thrift.",
  "bad-number": "What looks like a number is none.",
  "bad-escape": "A backslash is followed by a character with which it forms no escape sequence.",
  "unterminated-string": "A string does not end on the line where it begins.",
  "unterminated-comment": "A comment begins with `/*` and is never closed; everything behind it is lost.",
  "header-after-definition": "`namespace`, `include` and `cpp_include` stand before all definitions.",
  "removed-syntax": "Syntax that Thrift had once, and has no more.",
  obsolete: "Syntax that still works and has a newer form.",
  "fbthrift-dialect": "Syntax of fbthrift, Meta's dialect of Thrift, which Apache Thrift does not have.",

  // Names
  "duplicate-declaration":
    "Two types or services of one file have the same name, or two constants. A constant may be called as a type is.",
  "duplicate-field-name": "Two fields of one struct, or two arguments of one method, have the same name.",
  "duplicate-field-id": "Two fields have the same ID, which is all that the wire knows of them.",
  "duplicate-enum-member": "Two members of one enum have the same name.",
  "duplicate-enum-value": "Two members of one enum have the same value, so that a reader cannot tell them apart.",
  "duplicate-method": "A service has two methods of one name, those of the services it extends included.",
  "unknown-type":
    "No type of this name is declared here, or in the file that the prefix names. A warning for a typedef of a constant that nothing uses.",
  "unknown-constant": "No constant and no enum member of this name is declared.",
  "unknown-service": "No service of this name is declared.",
  "unknown-enum-member": "The enum has no member of this name.",
  "unqualified-member": "A member of an enum is written with its enum: `Color.RED`.",
  "misqualified-member":
    "Before the dot stands another name than that of the enum. Apache's compiler looks at the member's name alone, so it is accepted.",

  // Types
  "typedef-loop": "A typedef leads back to itself: it stands for nothing.",
  "extends-loop": "A service extends itself, directly or through others.",
  "constant-loop": "A constant is defined by itself, directly or through others.",
  "too-deep": "A chain of declarations that refer to each other is longer than can be followed.",
  "recursive-required-struct":
    "A struct requires a field of its own type, directly or through others: no value of it could ever be complete.",
  "exception-as-field":
    "A field holds an exception, which travels as a plain value then. Methods throw them with `throws`.",
  "throws-non-exception": "A method throws something that is not an exception.",
  "union-defaults": "Two fields of a union have defaults, and a union holds one field only.",

  // Fields and values
  "implicit-field-id": "A field has no ID. It gets a negative one that depends on the order of the fields.",
  "nonpositive-field-id":
    "A field ID is not positive. It is replaced by one that depends on the order, unless `--allow-neg-keys` is given.",
  "field-id-range": "A field ID does not fit in 16 bits.",
  "reserved-field-id": "An argument has the ID in which thrift-faas sends the invocation.",
  "enum-value-range": "The value of an enum member does not fit in 32 bits.",
  "type-mismatch": "A value is of another type than the constant or field it is for.",
  "constant-overflow": "A number does not fit in its type.",
  "bad-uuid": "A string is no UUID.",
  "unknown-field": "A struct's value names a field that the struct does not have.",
  "duplicate-key": "A struct's value gives a field twice.",
  "missing-field":
    "A struct's value lacks a field for which nothing can stand: a union, or a struct with required fields.",
  "missing-required-field": "A struct's value lacks a required field, which is then empty or zero.",
  "union-value": "A union's value gives none of its fields, or more than one.",
  "unknown-enum-value": "No member of the enum has this value.",

  // Methods
  "oneway-result": "A oneway method returns something, and nobody waits for it.",
  "oneway-throws": "A oneway method throws something, and nobody waits for it.",
  "reserved-method-name": "A method is called as the runtime's own methods are.",

  // Annotations of thrift-faas
  "unknown-annotation": "An annotation under `faas.` that thrift-faas does not know.",
  "misplaced-annotation": "An annotation under `faas.` stands where it says nothing.",
  "annotation-value": "An annotation under `faas.` has a value that means nothing.",
  "conflicting-effects": "A method says two things about its effects.",
  "oneway-effects": "A oneway method promises to have no effects: nobody would notice whether it ran.",
  "unknown-argument": "`faas.partition` names an argument that the method does not have.",
  "partition-type": "`faas.partition` names an argument of a type that tells no partition.",
  "state-type": "`faas.state` names something that is not a struct.",
  "state-key": "State is stored by keys of a type that is no key.",
  "state-score": "An ordered map has values that are no numbers.",
  "state-default": "A collection of a state struct has a default, which would never be seen.",
  "state-field-clash": "The state of a service has a field that the state of its parent has already.",
  "i64-type": "`faas.i64` stands where no `i64` is written.",
  "ordered-type": "`faas.ordered` stands on what has no order of its own.",

  // Functions
  "function-name": "OpenFaaS cannot call a function so.",
  "function-name-clash":
    "Two services have the same name in the names of files and in the store. A warning when one of them stands in an included file and is only called.",
  "reserved-service-name": "A service would be generated into a file that holds something else.",

  // thrift-faas weave
  "extends-elsewhere": "A service extends one of another file, which `weave` does not change.",
  "runtime-name": "A name is that of something which `weave` adds.",
} as const;

export type Code = keyof typeof CODES;

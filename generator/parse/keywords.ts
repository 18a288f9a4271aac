/** The words of the grammar, and the token type that @creditkarma/thrift-parser has for each it knows. */
import { SyntaxType } from "@creditkarma/thrift-parser";

/** Types that need no declaration. */
export const baseTypes = new Map<string, SyntaxType>([
  ["bool", SyntaxType.BoolKeyword],
  ["byte", SyntaxType.ByteKeyword],
  ["i8", SyntaxType.I8Keyword],
  ["i16", SyntaxType.I16Keyword],
  ["i32", SyntaxType.I32Keyword],
  ["i64", SyntaxType.I64Keyword],
  ["double", SyntaxType.DoubleKeyword],
  ["string", SyntaxType.StringKeyword],
  ["binary", SyntaxType.BinaryKeyword],
]);

/** Words that begin a top-level statement: where parsing goes on after a mistake. */
export const statementWords = new Map<string, SyntaxType>([
  ["namespace", SyntaxType.NamespaceKeyword],
  ["include", SyntaxType.IncludeKeyword],
  ["cpp_include", SyntaxType.CppIncludeKeyword],
  ["const", SyntaxType.ConstKeyword],
  ["typedef", SyntaxType.TypedefKeyword],
  ["enum", SyntaxType.EnumKeyword],
  ["senum", SyntaxType.SenumKeyword],
  ["struct", SyntaxType.StructKeyword],
  ["union", SyntaxType.UnionKeyword],
  ["exception", SyntaxType.ExceptionKeyword],
  ["service", SyntaxType.ServiceKeyword],
]);

export const otherWords = new Map<string, SyntaxType>([
  ["extends", SyntaxType.ExtendsKeyword],
  ["throws", SyntaxType.ThrowsKeyword],
  ["oneway", SyntaxType.OnewayKeyword],
  ["void", SyntaxType.VoidKeyword],
  ["required", SyntaxType.RequiredKeyword],
  ["optional", SyntaxType.OptionalKeyword],
  ["list", SyntaxType.ListKeyword],
  ["set", SyntaxType.SetKeyword],
  ["map", SyntaxType.MapKeyword],
  ["true", SyntaxType.TrueKeyword],
  ["false", SyntaxType.FalseKeyword],
]);

export const punctuationTypes = new Map<string, SyntaxType>([
  ["{", SyntaxType.LeftBraceToken],
  ["}", SyntaxType.RightBraceToken],
  ["(", SyntaxType.LeftParenToken],
  [")", SyntaxType.RightParenToken],
  ["[", SyntaxType.LeftBracketToken],
  ["]", SyntaxType.RightBracketToken],
  ["<", SyntaxType.LessThanToken],
  [">", SyntaxType.GreaterThanToken],
  [",", SyntaxType.CommaToken],
  [":", SyntaxType.ColonToken],
  ["=", SyntaxType.EqualToken],
]);

/** May not name a declaration, an enum member or a method. A field may have any name. */
export function isKeyword(word: string): boolean {
  return baseTypes.has(word) || statementWords.has(word) || otherWords.has(word);
}

/** Types, values and annotations of the parser's AST as our own syntax tree. */
import * as ast from "@creditkarma/thrift-parser";
import type { BaseName, Span } from "../model.js";
import type { AnnotationSyntax, Name, TypeSyntax, ValueSyntax } from "./syntax.js";

/** What the parser behind does not keep, by offset: see `Cursor`. */
export interface Context {
  readonly file: string;
  readonly docs: ReadonlyMap<number, string>;
  readonly openings: ReadonlyMap<number, number>;
  readonly partial: ReadonlySet<number>;
}

/** The name alone: for `extends` the parser's location starts at the keyword. */
export function convertName({ value, loc }: ast.Identifier, { file }: Context): Name {
  return { text: value, span: { file, start: loc.end.index - value.length, end: loc.end.index } };
}

const noAnnotations: readonly AnnotationSyntax[] = [];

export function convertAnnotations(
  annotations: ast.Annotations | undefined,
  context: Context,
): readonly AnnotationSyntax[] {
  if (annotations === undefined) return noAnnotations;
  return annotations.annotations.map(({ name, value }) => ({
    name: convertName(name, context),
    value: value?.value ?? "1",
  }));
}

/** Undefined for `void`. */
export function convertReturn(type: ast.FunctionType, context: Context): TypeSyntax | undefined {
  return type.type === ast.SyntaxType.VoidKeyword ? undefined : convertType(type, context);
}

export function convertType(type: ast.FieldType, context: Context): TypeSyntax {
  const annotations = convertAnnotations(type.annotations, context);
  switch (type.type) {
    case ast.SyntaxType.Identifier:
      return { kind: "named", name: convertName(type, context), annotations };
    case ast.SyntaxType.ListType:
      return { kind: "list", element: convertType(type.valueType, context), annotations };
    case ast.SyntaxType.SetType:
      return { kind: "set", element: convertType(type.valueType, context), annotations };
    case ast.SyntaxType.MapType: {
      const key = convertType(type.keyType, context);
      return { kind: "map", key, value: convertType(type.valueType, context), annotations };
    }
    default:
      return { kind: "base", name: baseNames[type.type], annotations };
  }
}

const baseNames: Record<ast.KeywordType, BaseName> = {
  [ast.SyntaxType.BoolKeyword]: "bool",
  [ast.SyntaxType.ByteKeyword]: "i8",
  [ast.SyntaxType.I8Keyword]: "i8",
  [ast.SyntaxType.I16Keyword]: "i16",
  [ast.SyntaxType.I32Keyword]: "i32",
  [ast.SyntaxType.I64Keyword]: "i64",
  [ast.SyntaxType.DoubleKeyword]: "double",
  [ast.SyntaxType.StringKeyword]: "string",
  [ast.SyntaxType.BinaryKeyword]: "binary",
};

export function convertValue(value: ast.ConstValue, context: Context): ValueSyntax {
  const end = value.loc.end.index;
  const span: Span = { file: context.file, start: context.openings.get(end) ?? value.loc.start.index, end };
  switch (value.type) {
    case ast.SyntaxType.StringLiteral:
      return { kind: "string", value: value.value, span };
    case ast.SyntaxType.IntConstant:
      return { kind: "int", value: BigInt(value.value.value), span };
    case ast.SyntaxType.DoubleConstant:
      return { kind: "double", value: Number(value.value.value), span };
    case ast.SyntaxType.BooleanLiteral:
      return { kind: "bool", value: value.value, span };
    case ast.SyntaxType.Identifier:
      return { kind: "reference", name: value.value, span };
    case ast.SyntaxType.ConstList:
      return { kind: "list", elements: value.elements.map((element) => convertValue(element, context)), span };
    case ast.SyntaxType.ConstMap:
      return {
        kind: "map",
        entries: value.properties.map(
          ({ name, initializer }) => [convertValue(name, context), convertValue(initializer, context)] as const,
        ),
        span,
      };
  }
}

/** The parser's AST as our own syntax tree: only what is used later, each node with its place and its doc comment. */
import * as ast from "@creditkarma/thrift-parser";
import {
  type Context,
  convertAnnotations,
  convertName,
  convertReturn,
  convertType,
  convertValue,
} from "./convert-types.js";
import type * as syntax from "./syntax.js";

/** All declarations of a file, by kind and in source order. */
export type Declarations = Omit<syntax.FileSyntax, "file" | "doc" | "complete" | "lost" | "namespaces" | "cppIncludes">;

export function convert(statements: Iterable<ast.ThriftStatement>, context: Context): Declarations {
  const includes: syntax.Name[] = [];
  const typedefs: syntax.TypedefSyntax[] = [];
  const enums: syntax.EnumSyntax[] = [];
  const structs: syntax.StructSyntax[] = [];
  const constants: syntax.ConstSyntax[] = [];
  const services: syntax.ServiceSyntax[] = [];
  for (const statement of statements) {
    switch (statement.type) {
      case ast.SyntaxType.IncludeDefinition:
        includes.push(convertInclude(statement, context));
        break;
      case ast.SyntaxType.TypedefDefinition:
        typedefs.push({ ...declared(statement, context), type: convertType(statement.definitionType, context) });
        break;
      case ast.SyntaxType.EnumDefinition:
        enums.push({
          ...declared(statement, context),
          partial: isPartial(statement, context),
          members: statement.members.map((member) => ({
            ...declared(member, context),
            value: member.initializer === null ? undefined : BigInt(member.initializer.value.value),
          })),
        });
        break;
      case ast.SyntaxType.StructDefinition:
        structs.push(convertStruct("struct", statement, context));
        break;
      case ast.SyntaxType.UnionDefinition:
        structs.push(convertStruct("union", statement, context));
        break;
      case ast.SyntaxType.ExceptionDefinition:
        structs.push(convertStruct("exception", statement, context));
        break;
      case ast.SyntaxType.ConstDefinition:
        constants.push({
          ...declared(statement, context),
          type: convertType(statement.fieldType, context),
          value: convertValue(statement.initializer, context),
        });
        break;
      case ast.SyntaxType.ServiceDefinition:
        services.push({
          ...declared(statement, context),
          extends: statement.extends === null ? undefined : convertName(statement.extends, context),
          methods: statement.functions.map((method) => convertMethod(method, context)),
        });
        break;
      // `normalise` passes neither on.
      case ast.SyntaxType.NamespaceDefinition:
      case ast.SyntaxType.CppIncludeDefinition:
        break;
    }
  }
  return { includes, typedefs, enums, structs, constants, services };
}

interface Declared {
  readonly name: ast.Identifier;
  readonly annotations?: ast.Annotations;
}

function declared({ name, annotations }: Declared, context: Context): syntax.DeclarationSyntax {
  return {
    name: convertName(name, context),
    doc: context.docs.get(name.loc.start.index),
    annotations: convertAnnotations(annotations, context),
  };
}

function isPartial({ name }: Declared, { partial }: Context): boolean {
  return partial.has(name.loc.start.index);
}

function convertInclude({ path }: ast.IncludeDefinition, { file }: Context): syntax.Name {
  return { text: path.value, span: { file, start: path.loc.start.index, end: path.loc.end.index } };
}

function convertStruct(
  kind: syntax.StructSyntax["kind"],
  struct: ast.InterfaceWithFields,
  context: Context,
): syntax.StructSyntax {
  const { name, doc, annotations } = declared(struct, context);
  const fields = struct.fields.map((field) => convertField(field, context));
  return { kind, name, doc, annotations, partial: isPartial(struct, context), fields };
}

function convertMethod(method: ast.FunctionDefinition, context: Context): syntax.MethodSyntax {
  return {
    ...declared(method, context),
    oneway: method.oneway,
    returns: convertReturn(method.returnType, context),
    args: method.fields.map((field) => convertField(field, context)),
    throws: method.throws.map((field) => convertField(field, context)),
  };
}

function convertField(field: ast.FieldDefinition, context: Context): syntax.FieldSyntax {
  const type = convertReturn(field.fieldType, context);
  // The parser's types allow `void` here, its grammar does not.
  if (type === undefined) throw new Error(`the field ${field.name.value} has no type`);
  // Most of a file is fields: they are made in one piece, which V8 does many times faster than copying parts.
  const { name, doc, annotations } = declared(field, context);
  const requiredness = field.requiredness ?? "default";
  const defaultValue = field.defaultValue === null ? undefined : convertValue(field.defaultValue, context);
  return { name, doc, annotations, id: field.fieldID?.value, requiredness, type, defaultValue };
}

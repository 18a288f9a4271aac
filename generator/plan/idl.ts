/** The resolved program as views in the IDL's own terms, for templates that make files of their own. */

import { kebabCase } from "../kebab-case.js";
import type {
  Annotations,
  ConstValue,
  Field,
  Method,
  Module,
  Program,
  ServiceDeclaration,
  StructDeclaration,
  TypeDeclaration,
  TypeRef,
} from "../model.js";
import { describeType } from "../resolve/underlying.js";
import type {
  DeclaredView,
  DocumentedView,
  IdlConstantView,
  IdlEnumView,
  IdlFieldView,
  IdlFileView,
  IdlMethodView,
  IdlProgramView,
  IdlServicePageView,
  IdlServiceView,
  IdlStructView,
  IdlTypeView,
  IdlTypedefView,
  IdlTypesView,
  NamedView,
} from "./views/idl.js";
import { sourceName } from "./modules.js";
import { quote } from "./quote.js";

export function programView({ modules }: Program): IdlProgramView {
  return { files: modules.map(fileView) };
}

export function fileView(module: Module): IdlFileView {
  return {
    ...documented(module),
    module: module.name,
    source: sourceName(module),
    isNamed: module.named,
    namespace: module.namespace,
    namespaces: [...module.namespaces].map(([language, { name }]) => ({ language, name })),
    includes: module.includes.map(({ name }) => name),
    ...typeViews([...module.typedefs, ...module.enums, ...module.structs]),
    constants: module.constants.map((constant): IdlConstantView => ({
      ...declared(constant),
      type: typeView(constant.type),
      value: valueText(constant.value),
    })),
    services: module.services.map(serviceView),
  };
}

export function servicePageView(service: ServiceDeclaration): IdlServicePageView {
  const used = typesUsedBy(service);
  return { ...serviceView(service), uses: typeViews(used), hasUses: used.length > 0 };
}

function serviceView(service: ServiceDeclaration): IdlServiceView {
  const { extends: parent, module, state } = service;
  return {
    ...declared(service),
    fileName: kebabCase(service.name),
    source: sourceName(module),
    function: service.function,
    parent:
      parent === undefined ? null : { name: parent.name, module: parent.module.name, fileName: kebabCase(parent.name) },
    state: state?.name ?? "",
    methods: service.methods.map(methodView),
  };
}

function methodView(method: Method): IdlMethodView {
  return {
    ...named(method),
    isOneway: method.oneway,
    returns: method.returns === undefined ? null : typeView(method.returns),
    arguments: method.args.map(fieldView),
    throws: method.throws.map(fieldView),
  };
}

/** By kind; each list keeps the order it is given in. */
function typeViews(declarations: readonly TypeDeclaration[]): IdlTypesView {
  const views = {
    typedefs: [] as IdlTypedefView[],
    enums: [] as IdlEnumView[],
    structs: [] as IdlStructView[],
    unions: [] as IdlStructView[],
    exceptions: [] as IdlStructView[],
  };
  for (const each of declarations) {
    if (each.kind === "typedef") views.typedefs.push({ ...declared(each), type: typeView(each.type) });
    else if (each.kind === "enum") {
      const members = each.members.map((member) => ({ ...named(member), value: member.value }));
      views.enums.push({ ...declared(each), members });
    } else views[`${each.kind}s`].push(structView(each));
  }
  return views;
}

function structView(struct: StructDeclaration): IdlStructView {
  const fields = struct.fields.map(fieldView);
  // Of a union one field is there, whatever the IDL says of each.
  const ofUnion = { requiredness: "default", isRequired: false, isOptional: false } as const;
  const { kind } = struct;
  return {
    ...declared(struct),
    kind,
    fields: kind === "union" ? fields.map((each) => ({ ...each, ...ofUnion })) : fields,
  };
}

function fieldView(field: Field): IdlFieldView {
  return {
    ...named(field),
    id: field.id,
    type: typeView(field.type),
    requiredness: field.requiredness,
    isRequired: field.requiredness === "required",
    isOptional: field.requiredness === "optional",
    defaultValue: field.defaultValue === undefined ? "" : valueText(field.defaultValue),
  };
}

function typeView(type: TypeRef): IdlTypeView {
  const container = { text: describeType(type), module: "" };
  switch (type.kind) {
    case "base":
      return { ...container, kind: "base", name: type.name, arguments: [] };
    case "list":
    case "set":
      return { ...container, kind: type.kind, name: type.kind, arguments: [typeView(type.element)] };
    case "map":
      return { ...container, kind: "map", name: "map", arguments: [typeView(type.key), typeView(type.value)] };
    case "named": {
      const { kind, name, module } = type.declaration;
      return { text: name, kind, name, module: module.name, arguments: [] };
    }
  }
}

/** All types that the service's methods use, those of several files in the order of the files' names. */
function typesUsedBy({ methods }: ServiceDeclaration): readonly TypeDeclaration[] {
  const found = new Set<TypeDeclaration>();
  const waiting: TypeRef[] = methods.flatMap(({ returns, args, throws }) => [
    ...(returns === undefined ? [] : [returns]),
    ...[...args, ...throws].map(({ type }) => type),
  ]);
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (type.kind === "list" || type.kind === "set") waiting.push(type.element);
    else if (type.kind === "map") waiting.push(type.key, type.value);
    else if (type.kind === "named" && !found.has(type.declaration)) {
      found.add(type.declaration);
      waiting.push(...insideOf(type.declaration));
    }
  }
  return [...found].sort((a, b) => compare(a.module.name, b.module.name) || a.span.start - b.span.start);
}

function insideOf(declaration: TypeDeclaration): readonly TypeRef[] {
  if (declaration.kind === "enum") return [];
  return declaration.kind === "typedef" ? [declaration.type] : declaration.fields.map(({ type }) => type);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function valueText(value: ConstValue): string {
  switch (value.kind) {
    case "bool":
    case "int":
    case "double":
      return String(value.value);
    case "string":
      return quote(value.value);
    case "enum":
      return `${value.declaration.name}.${value.member.name}`;
    case "list":
    case "set":
      return `[${value.elements.map(valueText).join(", ")}]`;
    case "map":
      return entries(value.entries.map(([key, each]) => [valueText(key), valueText(each)]));
    case "struct":
      return entries(value.fields.map(({ field, value: each }) => [quote(field.name), valueText(each)]));
  }
}

function entries(pairs: readonly (readonly [key: string, value: string])[]): string {
  return pairs.length === 0 ? "{}" : `{ ${pairs.map(([key, value]) => `${key}: ${value}`).join(", ")} }`;
}

function declared(declaration: Parameters<typeof named>[0] & { readonly module: Pick<Module, "name"> }): DeclaredView {
  return { ...named(declaration), module: declaration.module.name };
}

function named(
  declaration: Parameters<typeof documented>[0] & { readonly name: string; readonly annotations: Annotations },
): NamedView {
  const annotations = [...declaration.annotations].map(([name, { value }]) => ({ name, value }));
  return { ...documented(declaration), name: declaration.name, annotations };
}

function documented({ doc = "" }: { readonly doc?: string | undefined }): DocumentedView {
  const [paragraph = ""] = doc.trim().split(/\n[ \t]*\n/);
  return { doc, summary: paragraph.replaceAll(/\s+/g, " ") };
}

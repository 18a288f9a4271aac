/** How things of the IDL are called in the generated code. A name that cannot stay gets a trailing `_`. */

import type {
  ConstDeclaration,
  Field,
  Method,
  Module,
  Program,
  ServiceDeclaration,
  StructDeclaration,
  TypeDeclaration,
} from "../model.js";
import {
  OBJECT_MEMBERS,
  RESERVED_AS_PARAMETERS,
  RESERVED_AT_TOP,
  RESERVED_BESIDE_RUNTIME,
  RESERVED_IN_ERRORS,
} from "./reserved.js";
import { plainType } from "../resolve/plain-type.js";

/** The first of `name`, `name_`, `name__` ... that is not taken. */
export function untaken(name: string, ...taken: readonly ReadonlySet<string>[]): string {
  return taken.some((names) => names.has(name)) ? untaken(`${name}_`, ...taken) : name;
}

/** `ping` -> `Ping`, `how_paid` -> `HowPaid`: the part of a type's name that stands for a method. */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|_+)([^_])/g, (_, first: string) => first.toUpperCase());
}

/** What every object has, and what stands for it: `toString`, `toString_` ... */
const LIKE_OBJECT_MEMBERS = new RegExp(`^(?:${[...OBJECT_MEMBERS].join("|")})_*$`);

/**
 * A property: any identifier but those that every object has; an optional one would always seem to be there. `toString`
 * becomes `toString_`, and `toString_`, which can stand beside it, `toString__`.
 */
export function propertyName(name: string): string {
  return LIKE_OBJECT_MEMBERS.test(name) ? `${name}_` : name;
}

/** The property of a field. That of an exception must not hide one that every `Error` has. */
export function propertyOf(struct: StructDeclaration, field: Field): string {
  if (struct.kind !== "exception" || isErrorMessage(struct, field)) return propertyName(field.name);
  if (!RESERVED_IN_ERRORS.has(field.name)) return propertyName(field.name);
  return untaken(`${field.name}_`, new Set(struct.fields.map((each) => each.name)));
}

/** Whether a field is what an `Error` has as its message. */
export function isErrorMessage(struct: StructDeclaration, field: Field): boolean {
  if (struct.kind !== "exception" || field.name !== "message") return false;
  const type = plainType(field.type);
  return type.kind === "base" && type.name === "string";
}

/** These names, in order, each made unlike the others and unlike all that is taken. */
export function localNames(names: readonly string[], ...taken: readonly ReadonlySet<string>[]): readonly string[] {
  const used = new Set<string>();
  return names.map((name) => {
    const local = untaken(name, used, ...taken);
    used.add(local);
    return local;
  });
}

/** The names of a method's parameters: those of the IDL, as far as TypeScript lets them be. */
export function parameterNames(method: Method, taken: ReadonlySet<string>): readonly string[] {
  const names = method.args.map((arg) => arg.name);
  return localNames(names, RESERVED_AS_PARAMETERS, taken);
}

/** The name of every type and constant in its module's `types.ts`. */
export type DeclaredNames = ReadonlyMap<TypeDeclaration | ConstDeclaration, string>;

export function declaredNames(program: Program): DeclaredNames {
  const names = new Map<TypeDeclaration | ConstDeclaration, string>();
  for (const module of program.modules) {
    const taken = new Set<string>();
    for (const declaration of topLevel(module)) {
      const name = untaken(declaration.name, RESERVED_AT_TOP, taken);
      taken.add(name);
      names.set(declaration, name);
    }
  }
  return names;
}

/** What a module's `types.ts` declares. */
export function topLevel(module: Module): readonly (TypeDeclaration | ConstDeclaration)[] {
  return [...module.enums, ...module.typedefs, ...module.structs, ...module.constants];
}

/** The name of a struct's codec in its module's `codecs.ts`. */
export function codecName(names: DeclaredNames, struct: StructDeclaration): string {
  return untaken(`${names.get(struct) ?? struct.name}Codec`, RESERVED_BESIDE_RUNTIME);
}

/** What a service's file exports. */
export interface ServiceNames {
  readonly descriptor: string;
  readonly handler: string;
  readonly client: string;
  /** All methods by name, for who calls them without the client. */
  readonly methods: string;
  /** Only of a service that has state of its own. */
  readonly state: string;
}

export function serviceNames(service: ServiceDeclaration): ServiceNames {
  return {
    descriptor: untaken(service.name, RESERVED_BESIDE_RUNTIME),
    handler: `${service.name}Handler`,
    client: `${service.name}Client`,
    methods: `${service.name}Methods`,
    state: `${service.name}State`,
  };
}

/** One generated file: where the things it names come from, and what they are called in it. */

import type { ConstDeclaration, Module, ServiceDeclaration, StructDeclaration, TypeDeclaration } from "../model.js";
import { kebabCase } from "../kebab-case.js";
import { type DeclaredNames, type ServiceNames, codecName, serviceNames, untaken } from "./names.js";
import { RESERVED_BESIDE_RUNTIME, RUNTIME_EXPORTS, type RuntimeExport } from "./reserved.js";
import { RUNTIME_MODULE } from "./wire-structs.js";

/** Which file of a module's folder this is. */
export type FileKind = "types" | "codecs" | "service";

/** How one run of the generator names what its files import. */
export interface Naming {
  readonly declared: DeclaredNames;
  /** Where a file finds what it needs of the runtime, as an import names it. */
  readonly runtime: (file: FileKind) => string;
}

interface Import {
  readonly name: string;
  readonly local: string;
  isType: boolean;
}

/** Collects imports while the expressions of a file are made; every method that names something imports it. */
export class Scope {
  readonly #naming: Naming;
  readonly #names: DeclaredNames;
  readonly #runtime: string;
  readonly #module: Module;
  readonly #file: FileKind;
  readonly #service: ServiceDeclaration | undefined;
  readonly #taken = new Set<string>();
  readonly #imports = new Map<string, Map<string, Import>>();

  /**
   * @param own the names of what the file exports: they come first, so they stay as they are
   * @param service whose file it is, when it is a service's
   */
  constructor(naming: Naming, module: Module, file: FileKind, own: readonly string[], service?: ServiceDeclaration) {
    this.#service = service;
    this.#naming = naming;
    this.#names = naming.declared;
    this.#runtime = naming.runtime(file);
    this.#module = module;
    this.#file = file;
    for (const name of own) this.#taken.add(name);
  }

  /** The names at the top of the file so far: a local variable must not hide one of them. */
  get taken(): ReadonlySet<string> {
    return this.#taken;
  }

  /** A scope for what is said in comments: the file imports nothing for it, and things have the names they are declared with. */
  aside(): Scope {
    return new Scope(this.#naming, this.#module, this.#file, []);
  }

  /** Takes a name for something that the file itself declares. */
  declare(name: string): string {
    const declared = untaken(name, RESERVED_BESIDE_RUNTIME, this.#taken);
    this.#taken.add(declared);
    return declared;
  }

  /** Something of the runtime. Its name is never changed. */
  runtime(name: RuntimeExport): string {
    return this.#import(this.#runtime, name, RUNTIME_EXPORTS[name] === "type", name);
  }

  /** A type or a constant that the user declared, where it is only a type. */
  type(declaration: TypeDeclaration): string {
    return this.#declared(declaration, true);
  }

  /** An enum's object or an exception's class, where it is a value. */
  value(declaration: TypeDeclaration): string {
    return this.#declared(declaration, false);
  }

  codec(struct: StructDeclaration): string {
    if (struct.module === RUNTIME_MODULE) return this.runtime("$EnvelopeCodec");
    const name = codecName(this.#names, struct);
    if (struct.module === this.#module && this.#file === "codecs") return name;
    return this.#import(this.#specifier(struct.module, "codecs"), name, false);
  }

  /** One of the things that a service's file exports. */
  service(service: ServiceDeclaration, what: keyof ServiceNames): string {
    const name = serviceNames(service)[what];
    if (service === this.#service) return name;
    const specifier = this.#specifier(service.module, kebabCase(service.name));
    return this.#import(specifier, name, what === "handler" || what === "state");
  }

  /** The name of a type or constant in its own module's `types.ts`. */
  ownName(declaration: TypeDeclaration | ConstDeclaration): string {
    return this.#names.get(declaration) ?? declaration.name;
  }

  /** The import statements of the file, in a fixed order: the runtime, other modules, the own module. */
  imports(): readonly string[] {
    // The runtime sorts before "../", and that before "./".
    const order = (from: string): string => (from === this.#runtime ? "" : from);
    return [...this.#imports].sort(([a], [b]) => compare(order(a), order(b))).map(importStatement);
  }

  #declared(declaration: TypeDeclaration, isType: boolean): string {
    if (declaration.module === RUNTIME_MODULE) return this.runtime("$Envelope");
    if (declaration.module === this.#module && this.#file === "types") return this.ownName(declaration);
    return this.#import(this.#specifier(declaration.module, "types"), this.ownName(declaration), isType);
  }

  #specifier(module: Module, file: string): string {
    return module === this.#module ? `./${file}.js` : `../${module.name}/${file}.js`;
  }

  #import(from: string, name: string, isType: boolean, fixed?: string): string {
    const names = this.#imports.get(from) ?? new Map<string, Import>();
    this.#imports.set(from, names);
    const known = names.get(name);
    if (known !== undefined) {
      known.isType &&= isType;
      return known.local;
    }
    const local = fixed ?? this.declare(name);
    names.set(name, { name, local, isType });
    return local;
  }
}

function importStatement([from, names]: readonly [string, ReadonlyMap<string, Import>]): string {
  const imports = [...names.values()].sort((a, b) => compare(a.name, b.name));
  const allTypes = imports.every((each) => each.isType);
  const list = imports.map(({ name, local, isType }) => {
    const renamed = name === local ? name : `${name} as ${local}`;
    return isType && !allTypes ? `type ${renamed}` : renamed;
  });
  return `import ${allTypes ? "type " : ""}{ ${list.join(", ")} } from "${from}";`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

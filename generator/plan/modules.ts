/** The files in a module's folder: its types, its codecs, one file per service. Files that would be empty are left out. */

import type { ConstDeclaration, Module, ServiceDeclaration, TypedefDeclaration } from "../model.js";
import { kebabCase } from "../kebab-case.js";
import { codecView } from "./codecs.js";
import { docComment, docOf } from "./doc.js";
import { enumView } from "./enums.js";
import { literal } from "./literals.js";
import { codecName, serviceNames, topLevel } from "./names.js";
import type { PlannedFile } from "./planned-file.js";
import { type Naming, Scope } from "./scope.js";
import { serviceView } from "./services.js";
import { nounView } from "./structs.js";
import { typeText } from "./types.js";
import type { CodecsView } from "./views/codecs.js";
import type { ServiceView } from "./views/service.js";
import type { TypesView } from "./views/types.js";

/** @param multiplexed the functions that have several services */
export function moduleFiles(module: Module, naming: Naming, multiplexed: ReadonlySet<string>): readonly PlannedFile[] {
  const files: PlannedFile[] = [];
  const about = (name: string) => ({
    path: `${module.name}/${name}.ts`,
    owner: "generated" as const,
    source: sourceName(module),
  });
  if (topLevel(module).length > 0)
    files.push({ ...about("types"), template: "types.ts", view: typesView(module, naming) });
  if (module.structs.length > 0)
    files.push({ ...about("codecs"), template: "codecs.ts", view: codecsView(module, naming) });
  for (const service of module.services) {
    const view = serviceFileView(service, naming, multiplexed.has(service.function));
    files.push({ ...about(kebabCase(service.name)), template: "service.ts", view });
  }
  return files;
}

/** The file's name without its folder: the same on every machine. */
export function sourceName(module: Module): string {
  return module.file.replace(/^.*[\\/]/, "");
}

function typesView(module: Module, naming: Naming): TypesView {
  const own = topLevel(module).map((each) => naming.declared.get(each) ?? each.name);
  const scope = new Scope(naming, module, "types", own);
  const body = {
    doc: docComment(module.doc),
    enums: module.enums.map((each) => enumView(each, scope)),
    typedefs: module.typedefs.map((each) => typedefView(each, scope)),
    structs: module.structs.map((each) => nounView(each, scope)),
    constants: module.constants.map((each) => constantView(each, scope)),
  };
  return { ...body, imports: scope.imports() };
}

function typedefView(typedef: TypedefDeclaration, scope: Scope): TypesView["typedefs"][number] {
  return { doc: docOf(typedef), name: scope.ownName(typedef), type: typeText(typedef.type, scope) };
}

function constantView(constant: ConstDeclaration, scope: Scope): TypesView["constants"][number] {
  return {
    doc: docOf(constant),
    name: scope.ownName(constant),
    type: typeText(constant.type, scope),
    value: literal(constant.type, constant.value, scope),
  };
}

function codecsView(module: Module, naming: Naming): CodecsView {
  const own = module.structs.map((struct) => codecName(naming.declared, struct));
  const scope = new Scope(naming, module, "codecs", own);
  const codecs = module.structs.map((struct) => codecView(struct, scope));
  return { codecs, imports: scope.imports() };
}

function serviceFileView(service: ServiceDeclaration, naming: Naming, multiplexed: boolean): ServiceView {
  const own = serviceNames(service);
  const scope = new Scope(naming, service.module, "service", Object.values(own), service);
  return serviceView(service, multiplexed, scope);
}

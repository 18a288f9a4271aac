/** The files of the functions: the handlers to fill in, what makes functions of them, and what faas-cli deploys. */

import type { Module, ServiceDeclaration } from "../model.js";
import { kebabCase } from "../kebab-case.js";
import { imageFiles } from "./image.js";
import { sourceName } from "./modules.js";
import { parameterNames, propertyName, serviceNames, untaken } from "./names.js";
import type { Expectation, PlannedFile } from "./planned-file.js";
import { quote } from "./quote.js";
import type { HandlerView } from "./views/functions.js";

/** The services of each function, by its name. */
export function groupByFunction(
  services: readonly ServiceDeclaration[],
): ReadonlyMap<string, readonly ServiceDeclaration[]> {
  const groups = new Map<string, ServiceDeclaration[]>();
  for (const service of services) {
    const members = groups.get(service.function);
    if (members === undefined) groups.set(service.function, [service]);
    else members.push(service);
  }
  return groups;
}

/**
 * @param services that become functions
 * @param modules whose code they use
 */
export function functionFiles(
  services: readonly ServiceDeclaration[],
  modules: readonly Module[],
): readonly PlannedFile[] {
  if (services.length === 0) return [];
  const functions = groupByFunction(services);
  const folders = [...functions].flatMap(([name, members]) => filesOfFunction(name, members));
  return [...folders, stackFile([...functions.keys()], modules), ...imageFiles()];
}

function filesOfFunction(name: string, services: readonly ServiceDeclaration[]): readonly PlannedFile[] {
  const folder = `functions/${name}`;
  const stubs = services.map((service) => ({ service, stub: services.length === 1 ? "handler" : stubName(service) }));
  const taken = new Set(services.map((service) => serviceNames(service).descriptor));
  const source = [...new Set(services.map(({ module }) => sourceName(module)))].join(", ");
  return [
    ...stubs.map(({ service, stub }): PlannedFile => ({
      path: `${folder}/${stub}.ts`,
      owner: "user",
      expects: [importExpectation(service), ...methodsOf(service).map((method) => expectation(service, method.name))],
      template: "handler.ts",
      view: handlerView(service),
    })),
    {
      path: `${folder}/function.ts`,
      owner: "generated",
      source,
      template: "function.ts",
      view: {
        name: quote(name),
        definition: untaken("definition", taken),
        services: stubs.map(({ service, stub }, index) => ({
          descriptor: serviceNames(service).descriptor,
          service: serviceImport(service),
          module: untaken(stubs.length === 1 ? "handler" : `handler${index + 1}`, taken),
          file: `./${stub}.js`,
        })),
      },
    },
    { path: `${folder}/index.ts`, owner: "generated", source, template: "index.ts", view: {} },
  ];
}

/** Where several services share a folder. */
function stubName(service: ServiceDeclaration): string {
  return `${kebabCase(service.name)}.handler`;
}

function handlerView(service: ServiceDeclaration): HandlerView {
  return {
    handler: serviceNames(service).handler,
    service: serviceImport(service),
    methods: methodsOf(service).map((method) => {
      const parameters = [...parameterNames(method, new Set()), "invocation"].join(", ");
      const passed = ["invocation", ...parameterNames(method, new Set())].join(", ");
      return { name: propertyName(method.name), parameters, passed };
    }),
  };
}

/** A stub knows where its service is generated; that changes with the name of the IDL's file. */
function importExpectation(service: ServiceDeclaration): Expectation {
  return {
    word: service.module.name,
    note: `${service.name} is generated in ${serviceImport(service)} now; import it from there (tsc shows where)`,
  };
}

function expectation(service: ServiceDeclaration, method: string): Expectation {
  return {
    word: propertyName(method),
    note: `${service.name} has a new method ${method}; add it to the handler (tsc shows where)`,
  };
}

function serviceImport(service: ServiceDeclaration): string {
  return `../../${service.module.name}/${kebabCase(service.name)}.js`;
}

/** A service's methods, those of its parents first. */
export function methodsOf(service: ServiceDeclaration): ServiceDeclaration["methods"] {
  return [...(service.extends === undefined ? [] : methodsOf(service.extends)), ...service.methods];
}

function stackFile(functions: readonly string[], modules: readonly Module[]): PlannedFile {
  const folders = modules.map(({ name }) => name);
  return {
    path: "stack.yaml",
    owner: "user",
    expects: [
      ...functions.map((name) => ({ word: name, note: `the function ${name} is new; add it to the stack` })),
      ...folders.map((name) => ({
        word: name,
        note: `./${name} is not copied into the images; add it to configuration.copy`,
      })),
    ],
    template: "stack.yaml",
    view: { modules: folders, functions: functions.map((name, index) => ({ name, collects: index === 0 })) },
  };
}

/** The files of the functions: per service a handler for the user to fill in and what serves it, and `stack.yaml`. */

import type { ServiceDeclaration } from "../model.js";
import { kebabCase } from "../kebab-case.js";
import { sourceName } from "./modules.js";
import { methodName, parameterNames, serviceNames } from "./names.js";
import type { Expectation, PlannedFile } from "./planned-file.js";
import type { HandlerView } from "./views.js";

export function functionFiles(services: readonly ServiceDeclaration[]): readonly PlannedFile[] {
  if (services.length === 0) return [];
  return [...services.flatMap(filesOfService), stackFile(services)];
}

function filesOfService(service: ServiceDeclaration): readonly PlannedFile[] {
  const folder = `functions/${kebabCase(service.name)}`;
  return [
    {
      path: `${folder}/handler.ts`,
      owner: "user",
      expects: [importExpectation(service), ...methodsOf(service).map((method) => expectation(service, method.name))],
      template: "handler.ts",
      view: handlerView(service),
    },
    {
      path: `${folder}/index.ts`,
      owner: "generated",
      source: sourceName(service.module),
      template: "index.ts",
      view: { descriptor: serviceNames(service).descriptor, service: serviceImport(service) },
    },
  ];
}

function handlerView(service: ServiceDeclaration): HandlerView {
  return {
    handler: serviceNames(service).handler,
    service: serviceImport(service),
    methods: methodsOf(service).map((method) => {
      const parameters = [...parameterNames(method, new Set()), "invocation"].join(", ");
      const passed = ["invocation", ...parameterNames(method, new Set())].join(", ");
      return { name: methodName(method.name), parameters, passed };
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
    word: methodName(method),
    note: `${service.name} has a new method ${method}; add it to the handler (tsc shows where)`,
  };
}

function serviceImport(service: ServiceDeclaration): string {
  return `../../${service.module.name}/${kebabCase(service.name)}.js`;
}

/** A service's methods, those of its parents first. */
function methodsOf(service: ServiceDeclaration): ServiceDeclaration["methods"] {
  return [...(service.extends === undefined ? [] : methodsOf(service.extends)), ...service.methods];
}

function stackFile(services: readonly ServiceDeclaration[]): PlannedFile {
  const functions = services.map((service) => kebabCase(service.name));
  return {
    path: "stack.yaml",
    owner: "user",
    expects: functions.map((name) => ({ word: name, note: `the function ${name} is new; add it to the stack` })),
    template: "stack.yml",
    view: { functions },
  };
}

/** A service's file: the handler's interface, the client, and the descriptor that tells the runtime all about it. */

import type { ServiceDeclaration } from "../model.js";
import { docOf, joinDocs } from "./doc.js";
import { methodView } from "./methods.js";
import { serviceNames } from "./names.js";
import { quote } from "./quote.js";
import type { Scope } from "./scope.js";
import { stateView } from "./state.js";
import type { ServiceView } from "./views/service.js";

/** @param multiplexed whether other services share the service's function */
export function serviceView(service: ServiceDeclaration, multiplexed: boolean, scope: Scope): ServiceView {
  const { extends: parent, methods } = service;
  scope.runtime("Caller");
  scope.runtime("MethodDescriptor");
  scope.runtime("ServiceDescriptor");
  const { descriptor, handler, client, methods: methodTable } = serviceNames(service);
  const state = stateView(service, scope);
  if (hasState(service)) scope.runtime("StateField");
  const body = {
    descriptor,
    handler,
    client,
    methodTable,
    handlerDoc: docOf({ ...service, doc: joinDocs(service.doc, `What a handler of ${service.name} implements.`) }),
    clientDoc: docOf({ ...service, doc: joinDocs(service.doc, `Calls ${service.name}, exactly once per call.`) }),
    parent: parent === undefined ? null : importedNames(parent, scope),
    state,
    hasState: hasState(service),
    name: quote(service.name),
    function: quote(service.function),
    multiplexed,
    isEmpty: methods.length === 0 && parent === undefined,
    methods: methods.map((method) => methodView(service, method, scope)),
  };
  return { ...body, imports: scope.imports() };
}

function hasState({ state, extends: parent }: ServiceDeclaration): boolean {
  return state !== undefined || (parent !== undefined && hasState(parent));
}

function importedNames(service: ServiceDeclaration, scope: Scope): NonNullable<ServiceView["parent"]> {
  return {
    handler: scope.service(service, "handler"),
    client: scope.service(service, "client"),
    descriptor: scope.service(service, "descriptor"),
    methodTable: scope.service(service, "methods"),
    hasState: hasState(service),
  };
}

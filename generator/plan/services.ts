/** A service's file: the handler's interface, the client, and the descriptor that tells the runtime all about it. */

import type { Method, ServiceDeclaration } from "../model.js";
import { structCodecView } from "./codecs.js";
import { docComment, joinDocs } from "./doc.js";
import { brackets } from "./brackets.js";
import { type ServiceNames, capitalised, kebabCase, localNames, methodName, propertyName, serviceNames } from "./names.js";
import { quote } from "./quote.js";
import type { Scope } from "./scope.js";
import { structView } from "./structs.js";
import { typeText } from "./types.js";
import { underlying } from "./underlying.js";
import type { MethodView, ServiceView } from "./views.js";
import { argsStruct, resultStruct } from "./wire-structs.js";

/** @param scope of the service's file; its imports are complete when this returns */
export function serviceView(service: ServiceDeclaration, scope: Scope): ServiceView {
  const names = serviceNames(service);
  scope.runtime("Caller");
  scope.runtime("MethodDescriptor");
  scope.runtime("ServiceDescriptor");
  if (service.methods.length > 0) importForMethods(service, scope);
  const parent = service.extends === undefined ? null : parentNames(service.extends, scope);
  const methods = service.methods.map((method) => methodView(service, method, names, scope));
  return {
    imports: scope.imports(),
    handlerDoc: docComment(joinDocs(service.doc, `What a handler of ${service.name} implements.`)),
    clientDoc: docComment(joinDocs(service.doc, `Calls ${service.name}, exactly once per call.`)),
    ...names,
    parent,
    name: quote(service.name),
    function: quote(kebabCase(service.name)),
    methods,
  };
}

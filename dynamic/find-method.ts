/** Finds a method by the name that the user types, also one that the service inherits. */

import { didYouMean } from "../generator/diagnostics/suggest.js";
import type { Method, Program, ServiceDeclaration } from "../generator/model.js";
import { methodsOf } from "../generator/plan/functions.js";
import { UserError } from "../generator/user-error.js";

export interface FoundMethod {
  /** The one that was asked for, which need not be the one that declares the method. */
  readonly service: ServiceDeclaration;
  readonly method: Method;
}

/** @throws UserError, with what there is instead */
export function findMethod({ modules }: Program, serviceName: string, methodName: string): FoundMethod {
  const services = modules.flatMap((module) => module.services);
  const service = services.find(({ name }) => name === serviceName);
  if (service === undefined) throw unknown("the IDL", "service", serviceName, services);
  const methods = methodsOf(service);
  const method = methods.find(({ name }) => name === methodName);
  if (method === undefined) throw unknown(serviceName, "method", methodName, methods);
  return { service, method };
}

function unknown(where: string, what: string, name: string, there: readonly { readonly name: string }[]): UserError {
  const names = there.map((each) => each.name);
  const all = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
  return new UserError(`${where} has no ${what} ${name}; ${didYouMean(name, names) ?? all}`);
}

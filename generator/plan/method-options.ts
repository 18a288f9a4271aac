/** What a method's annotations tell the runtime, as properties of its descriptor; nothing for what is not annotated. */

import type { Method } from "../model.js";
import { effectsOf, parseTimeout, parseTries, partitionArgument } from "../resolve/method-annotations.js";
import { propertyName } from "./names.js";
import { quote } from "./quote.js";
import type { Scope } from "./scope.js";
import { storedType } from "./state.js";

export function methodOptions(method: Method, scope: Scope): readonly string[] {
  const [effects] = effectsOf(method).map((each) => `effects: ${quote(each.effects)}`);
  const timeout = parseTimeout(method.annotations.get("faas.timeout")?.value ?? "");
  const tries = parseTries(method.annotations.get("faas.retry")?.value ?? "");
  return [
    effects,
    timeout === undefined ? undefined : `timeoutMs: ${timeout}`,
    tries === undefined ? undefined : `tries: ${tries}`,
    partitionBy(method, scope),
  ].filter((each) => each !== undefined);
}

function partitionBy(method: Method, scope: Scope): string | undefined {
  const argument = partitionArgument(method);
  if (argument === undefined) return undefined;
  const value = `args.${propertyName(argument.name)}`;
  return `partitionBy: (args) => ${scope.runtime("keyText")}(${storedType(argument.type, scope)}, ${value})`;
}

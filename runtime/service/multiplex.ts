/** Several services behind one door: the name in a call's header says which of them it is for. */

import { ApplicationException, ApplicationExceptionType } from "../protocol/application-exception.js";
import { peekHeader } from "../protocol/peek-header.js";
import { MessageType } from "../protocol/protocol.js";
import { SYSTEM_METHODS } from "../system/system-methods.js";
import type { Exchange } from "./exchange.js";
import { encodeFailure } from "./messages.js";
import { splitWireName, type Service } from "./method.js";

export interface Member {
  readonly service: Service & { readonly methods: ReadonlyMap<string, unknown> };
  readonly exchange: Exchange;
}

/**
 * Hands each call to its service: `Service:Method` says which (`TMultiplexedProtocol`); a bare method is enough where only
 * one service has it, so that plain clients can call as if that service were alone.
 */
export function multiplex(functionName: string, members: readonly Member[]): Exchange {
  return async (body, hints) => {
    const peeked = await peekHeader(body);
    const [first] = members;
    if (first === undefined) throw new Error(`${functionName} has no services`);
    // What cannot be read is explained alike by all of them.
    if (peeked === undefined) return first.exchange(body, hints);
    const { protocol, header } = peeked;
    const { service, method } = splitWireName(header.name);
    const found = members.filter((member) => (service === undefined ? has(member, method) : isNamed(member, service)));
    const [target] = found;
    if (target !== undefined && (found.length === 1 || SYSTEM_METHODS.has(method))) return target.exchange(body, hints);
    const message = explain(functionName, service, method, found.length === 0 ? members : found);
    const error = new ApplicationException(ApplicationExceptionType.UNKNOWN_METHOD, message);
    return {
      kind: "reply",
      body: encodeFailure(protocol, method, header.seqid, error),
      contentType: protocol.contentType,
      isOneway: header.type === MessageType.ONEWAY,
    };
  };
}

/** The runtime's own methods are answered by any service, unless the call says by which. */
function has({ service }: Member, method: string): boolean {
  return service.methods.has(method) || SYSTEM_METHODS.has(method);
}

function isNamed({ service }: Member, name: string): boolean {
  return service.name === name;
}

function explain(
  functionName: string,
  service: string | undefined,
  method: string,
  members: readonly Member[],
): string {
  const names = members.map((member) => member.service.name);
  if (service !== undefined)
    return `the function ${functionName} has no service ${service}; it has ${names.join(", ")}`;
  if (members.some((member) => has(member, method)))
    return `${names.join(" and ")} of the function ${functionName} all have a method ${method}: call it ${names[0]}:${method} (TMultiplexedProtocol)`;
  return `no service of the function ${functionName} has a method ${method}; it has ${names.join(", ")}`;
}

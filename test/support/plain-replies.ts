/** What a plain Thrift server would make of a message to a probe, in whatever protocol. */

import { ApplicationException } from "../../runtime/protocol/application-exception.js";
import { peekHeader } from "../../runtime/protocol/peek-header.js";
import { MessageType } from "../../runtime/protocol/protocol.js";
import { encodeFailure, encodeReply, recordValue } from "../../runtime/service/messages.js";
import { methodOf, type Probe } from "./probe.js";

export interface PlainCall {
  readonly method: string;
  readonly text: string;
  readonly protocol: string;
  /** Undefined for a oneway call. */
  readonly reply: ((answer: string | ApplicationException) => Uint8Array) | undefined;
}

export async function readPlainCall(service: Probe, message: Uint8Array): Promise<PlainCall> {
  const peeked = await peekHeader(message);
  if (peeked === undefined) throw new Error("the message is none");
  const { protocol, header, input } = peeked;
  const method = methodOf(service, header.name);
  const { text } = method.args.read(input);
  const reply = (answer: string | ApplicationException): Uint8Array =>
    answer instanceof ApplicationException
      ? encodeFailure(protocol, header.name, header.seqid, answer)
      : encodeReply(protocol, method as never, header.seqid, recordValue(method as never, answer));
  return {
    method: header.name,
    text,
    protocol: protocol.name,
    reply: header.type === MessageType.ONEWAY ? undefined : reply,
  };
}

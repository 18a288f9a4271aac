import { ProtocolError } from "./protocol-error.js";
import { MessageType } from "./protocol.js";

/** A message's type as it was read, if it is one. */
export function messageType(type: number): MessageType {
  if (type >= MessageType.CALL && type <= MessageType.ONEWAY) return type as MessageType;
  throw new ProtocolError(`${type} is not a message type of Thrift (1 to 4 are)`);
}

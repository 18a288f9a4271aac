/** The bytes are not a Thrift message, or not the one the IDL describes. Nothing was executed because of them. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

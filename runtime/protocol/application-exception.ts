/** Thrift's own exception: what a peer answers when a call ends in neither a result nor a declared exception. */

import { type StructCodec, TType } from "./protocol.js";

/** With Thrift's numbers, and two of ours. A number that is not here is kept as it came. */
export const ApplicationExceptionType = {
  UNKNOWN: 0,
  UNKNOWN_METHOD: 1,
  INVALID_MESSAGE_TYPE: 2,
  WRONG_METHOD_NAME: 3,
  BAD_SEQUENCE_ID: 4,
  MISSING_RESULT: 5,
  INTERNAL_ERROR: 6,
  PROTOCOL_ERROR: 7,
  INVALID_TRANSFORM: 8,
  INVALID_PROTOCOL: 9,
  UNSUPPORTED_CLIENT_TYPE: 10,
  /** The invocation cannot go on, and is not recorded as having failed: see `RefusedError`. */
  REFUSED: 100,
  /** Nothing is decided: the infrastructure failed, or had no room. To be sent again, under the same ID. */
  UNAVAILABLE: 101,
} as const;
export type ApplicationExceptionType = (typeof ApplicationExceptionType)[keyof typeof ApplicationExceptionType];

export class ApplicationException extends Error {
  override readonly name = "ApplicationException";
  readonly type: ApplicationExceptionType;

  constructor(type: ApplicationExceptionType, message: string) {
    super(message);
    this.type = type;
  }
}

// prettier-ignore
export const ApplicationExceptionCodec: StructCodec<ApplicationException> = {
  name: "TApplicationException",
  read(input) {
    let message: string | undefined;
    let type: ApplicationExceptionType | undefined;
    input.readStructBegin();
    while (input.readFieldBegin()) {
      switch (input.fieldId) {
        case 1: input.expect(TType.STRING, "TApplicationException.message"); message = input.readString(); break;
        case 2: input.expect(TType.I32, "TApplicationException.type"); type = input.readI32() as ApplicationExceptionType; break;
        default: input.skip();
      }
      input.readFieldEnd();
    }
    input.readStructEnd();
    return new ApplicationException(type ?? ApplicationExceptionType.UNKNOWN, message ?? "The peer gave no reason");
  },
  write(output, value) {
    output.writeStructBegin("TApplicationException");
    output.writeFieldBegin("message", TType.STRING, 1); output.writeString(value.message); output.writeFieldEnd();
    output.writeFieldBegin("type", TType.I32, 2); output.writeI32(value.type); output.writeFieldEnd();
    output.writeStructEnd();
  },
};

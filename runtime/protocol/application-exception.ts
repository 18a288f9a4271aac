/** Thrift's own exception: what a peer answers when a call ends in neither a result nor a declared exception. */

import { fieldsOf, skipField } from "./fields.js";
import { type StructCodec, TType } from "./protocol.js";
import { END, tagOf } from "./tag.js";

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

const FIELDS = fieldsOf("TApplicationException", [
  [1, TType.STRING, "message"],
  [2, TType.I32, "type"],
]);
const MESSAGE = tagOf(TType.STRING, 1);
const TYPE = tagOf(TType.I32, 2);

// prettier-ignore
export const ApplicationExceptionCodec: StructCodec<ApplicationException> = {
  name: "TApplicationException",
  read(input) {
    let message: string | undefined;
    let type: ApplicationExceptionType | undefined;
    input.readStructBegin();
    for (let tag = 0; (tag = input.readTag(tag)) !== END; ) {
      switch (tag) {
        case MESSAGE: message = input.readString(); break;
        case TYPE: type = input.readI32() as ApplicationExceptionType; break;
        default: skipField(input, tag, FIELDS);
      }
    }
    input.readStructEnd();
    return new ApplicationException(type ?? ApplicationExceptionType.UNKNOWN, message ?? "The peer gave no reason");
  },
  write(output, value) {
    output.writeStructBegin(FIELDS);
    output.writeTag(MESSAGE); output.writeString(value.message);
    output.writeTag(TYPE); output.writeI32(value.type);
    output.writeStructEnd();
  },
};

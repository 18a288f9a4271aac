import { MAX_DEPTH, tooDeep } from "./limits.js";
import { ProtocolError } from "./protocol-error.js";
import { type ProtocolReader, TType } from "./protocol.js";
import { END, typeOf } from "./tag.js";

/**
 * Reads a value of any type and drops it. What is skipped is held to the same rules as what is read.
 * @param maxDepth how many values may be in each other, this one included
 */
export function skipValue(input: ProtocolReader, type: TType, maxDepth = MAX_DEPTH, depth = 1): void {
  if (depth > maxDepth) throw tooDeep(maxDepth);
  switch (type) {
    case TType.BOOL: input.readBool(); break; // prettier-ignore
    case TType.I8: input.readI8(); break; // prettier-ignore
    case TType.I16: input.readI16(); break; // prettier-ignore
    case TType.I32: input.readI32(); break; // prettier-ignore
    case TType.I64: input.readI64(); break; // prettier-ignore
    case TType.DOUBLE: input.readDouble(); break; // prettier-ignore
    case TType.STRING: input.readString(); break; // prettier-ignore
    case TType.UUID: input.readUuid(); break; // prettier-ignore
    case TType.STRUCT:
      input.readStructBegin();
      for (let tag = 0; (tag = input.readTag(tag)) !== END;) skipValue(input, typeOf(tag), maxDepth, depth + 1);
      input.readStructEnd();
      break;
    case TType.LIST: {
      const { elementType, size } = input.readListBegin();
      for (let index = 0; index < size; index++) skipValue(input, elementType, maxDepth, depth + 1);
      input.readListEnd();
      break;
    }
    case TType.SET: {
      const { elementType, size } = input.readSetBegin();
      for (let index = 0; index < size; index++) skipValue(input, elementType, maxDepth, depth + 1);
      input.readSetEnd();
      break;
    }
    case TType.MAP: {
      const { keyType, valueType, size } = input.readMapBegin();
      for (let index = 0; index < size; index++) {
        skipValue(input, keyType, maxDepth, depth + 1);
        skipValue(input, valueType, maxDepth, depth + 1);
      }
      input.readMapEnd();
      break;
    }
    default:
      throw new ProtocolError(`${type} is not a wire type of a value in Thrift`);
  }
}

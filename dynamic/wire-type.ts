import type { TypeRef } from "../generator/model.js";
import { wireTypeName } from "../generator/plan/types.js";
import { plainType } from "../generator/resolve/plain-type.js";
import { TType } from "../runtime/protocol/protocol.js";

/** How values of this type are announced on the wire. */
export function wireType(type: TypeRef): TType {
  return TType[wireTypeName(plainType(type))];
}

import type { StructDeclaration } from "../generator/model.js";
import { UserError } from "../generator/user-error.js";
import type { StructCodec } from "../runtime/protocol/protocol.js";
import { readStruct } from "./read.js";
import { writeStruct } from "./write.js";

/**
 * The codec of a struct, union or exception whose values are JSON (see json.ts). Its bytes are those of the generated codec.
 * `write` throws a UserError for a value that does not fit, with the path to it.
 */
export function codecOf(struct: StructDeclaration): StructCodec<unknown> {
  return {
    name: struct.name,
    read: (input) => readStruct(input, struct),
    write(output, json) {
      try {
        writeStruct(output, struct, json, "$");
      } catch (error) {
        // The writer's own limit, for structs that hold themselves.
        throw error instanceof RangeError ? new UserError(`$: ${error.message}`) : error;
      }
    },
  };
}

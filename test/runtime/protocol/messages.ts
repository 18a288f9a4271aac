/** A struct with a codec as the generator writes it, and the calls that the golden tests are about. */

import { readList, readMap, writeList, writeMap } from "../../../runtime/protocol/containers.js";
import { MessageType, type Protocol, type StructCodec, TType } from "../../../runtime/protocol/protocol.js";
import { END, tagOf } from "../../../runtime/protocol/tag.js";
import { fieldsOf, skipField } from "../../../runtime/protocol/fields.js";

export interface Args {
  readonly req_id: bigint;
  readonly text: string;
  readonly scores: readonly number[];
  readonly carrier: ReadonlyMap<string, string>;
}

const FIELDS = fieldsOf("Args", [
  [1, TType.I64, "req_id"],
  [2, TType.STRING, "text"],
  [3, TType.LIST, "scores"],
  [4, TType.MAP, "carrier"],
]);

export const ArgsCodec: StructCodec<Args> = {
  name: "Args",
  read(input) {
    let req_id: bigint | undefined;
    let text: string | undefined;
    let scores: number[] | undefined;
    let carrier: Map<string, string> | undefined;
    input.readStructBegin();
    for (let tag = 0; (tag = input.readTag(tag)) !== END;) {
      switch (tag) {
        case tagOf(TType.I64, 1): req_id = input.readI64(); break; // prettier-ignore
        case tagOf(TType.STRING, 2): text = input.readString(); break; // prettier-ignore
        case tagOf(TType.LIST, 3): scores = readList(input, TType.DOUBLE, (input) => input.readDouble()); break; // prettier-ignore
        case tagOf(TType.MAP, 4): carrier = readMap(input, TType.STRING, TType.STRING, (input) => input.readString(), (input) => input.readString()); break; // prettier-ignore
        default:
          skipField(input, tag, FIELDS);
      }
    }
    input.readStructEnd();
    return { req_id: req_id ?? 0n, text: text ?? "", scores: scores ?? [], carrier: carrier ?? new Map() };
  },
  write(output, value) {
    output.writeStructBegin(FIELDS);
    output.writeTag(tagOf(TType.I64, 1));
    output.writeI64(value.req_id);
    output.writeTag(tagOf(TType.STRING, 2));
    output.writeString(value.text);
    output.writeTag(tagOf(TType.LIST, 3));
    writeList(output, TType.DOUBLE, value.scores, (output, element) => output.writeDouble(element));
    output.writeTag(tagOf(TType.MAP, 4));
    writeMap(
      output,
      TType.STRING,
      TType.STRING,
      value.carrier,
      (output, key) => output.writeString(key),
      (output, mapped) => output.writeString(mapped),
    );
    output.writeStructEnd();
  },
};

export function encodeCall(protocol: Protocol, args: Args): Uint8Array {
  const output = protocol.writer();
  output.writeMessageBegin("Do", MessageType.CALL, 1);
  ArgsCodec.write(output, args);
  output.writeMessageEnd();
  return output.finish();
}

export function decodeCall(protocol: Protocol, bytes: Uint8Array): Args {
  const input = protocol.reader(bytes);
  input.readMessageBegin();
  const args = ArgsCodec.read(input);
  input.readMessageEnd();
  input.assertEnd();
  return args;
}

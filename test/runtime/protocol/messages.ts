/** A struct with a codec as the generator writes it, and the calls that the golden tests are about. */

import { readList, readMap, writeList, writeMap } from "../../../runtime/protocol/containers.js";
import { MessageType, type Protocol, type StructCodec, TType } from "../../../runtime/protocol/protocol.js";

export interface Args {
  readonly req_id: bigint;
  readonly text: string;
  readonly scores: readonly number[];
  readonly carrier: ReadonlyMap<string, string>;
}

export const ArgsCodec: StructCodec<Args> = {
  name: "Args",
  read(input) {
    let req_id: bigint | undefined;
    let text: string | undefined;
    let scores: number[] | undefined;
    let carrier: Map<string, string> | undefined;
    input.readStructBegin();
    while (input.readFieldBegin()) {
      switch (input.fieldId) {
        case 1: input.expect(TType.I64, "Args.req_id"); req_id = input.readI64(); break; // prettier-ignore
        case 2: input.expect(TType.STRING, "Args.text"); text = input.readString(); break; // prettier-ignore
        case 3: input.expect(TType.LIST, "Args.scores"); scores = readList(input, TType.DOUBLE, (input) => input.readDouble()); break; // prettier-ignore
        case 4: input.expect(TType.MAP, "Args.carrier"); carrier = readMap(input, TType.STRING, TType.STRING, (input) => input.readString(), (input) => input.readString()); break; // prettier-ignore
        default:
          input.skip();
      }
      input.readFieldEnd();
    }
    input.readStructEnd();
    return { req_id: req_id ?? 0n, text: text ?? "", scores: scores ?? [], carrier: carrier ?? new Map() };
  },
  write(output, value) {
    output.writeStructBegin("Args");
    output.writeFieldBegin("req_id", TType.I64, 1);
    output.writeI64(value.req_id);
    output.writeFieldEnd(); // prettier-ignore
    output.writeFieldBegin("text", TType.STRING, 2);
    output.writeString(value.text);
    output.writeFieldEnd(); // prettier-ignore
    output.writeFieldBegin("scores", TType.LIST, 3);
    writeList(output, TType.DOUBLE, value.scores, (output, element) => output.writeDouble(element));
    output.writeFieldEnd(); // prettier-ignore
    output.writeFieldBegin("carrier", TType.MAP, 4);
    writeMap(
      output,
      TType.STRING,
      TType.STRING,
      value.carrier,
      (output, key) => output.writeString(key),
      (output, mapped) => output.writeString(mapped),
    );
    output.writeFieldEnd(); // prettier-ignore
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

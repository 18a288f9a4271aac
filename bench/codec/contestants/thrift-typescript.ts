/** Code of @creditkarma/thrift-typescript on @creditkarma/thrift-server-core. */

import { MessageType } from "../../../runtime/protocol/protocol.js";
import { type Contestant, type Subject, subject } from "../contestant.js";
import { foreign, int64Bytes } from "../foreign.js";
import { MESSAGES } from "../messages.js";
import { generated, loadPeer } from "../peers.js";

interface CoreProtocol {
  writeMessageBegin(name: string, type: number, seqid: number): void;
  writeMessageEnd(): void;
  readMessageBegin(): unknown;
  readMessageEnd(): void;
}

interface CoreTransport {
  flush(): Buffer;
}

interface Core extends Record<CoreProtocolName, new (transport: CoreTransport) => CoreProtocol> {
  readonly Int64: new (bytes: Buffer) => object;
  readonly BufferedTransport: new (input?: Uint8Array) => CoreTransport;
}

type CoreProtocolName = "BinaryProtocol" | "CompactProtocol";

interface CoreCodec {
  encode(value: unknown, output: CoreProtocol): void;
  decode(input: CoreProtocol): unknown;
}

interface CoreModules {
  readonly PostCodec: CoreCodec;
  readonly TextService: Record<`ComposeText__${"Args" | "Result"}Codec`, CoreCodec>;
  readonly PostStorageService: Record<"ReadPosts__ResultCodec", CoreCodec>;
}

export function thriftTypescript(protocol: CoreProtocolName): Contestant {
  const core: Core = loadPeer("@creditkarma/thrift-server-core");
  const { PostCodec, TextService, PostStorageService }: CoreModules = loadPeer(
    generated("thrift-typescript/index.cjs"),
  );
  const Protocol = core[protocol];
  const valueOf = (value: unknown): unknown => foreign(value, (int64) => new core.Int64(int64Bytes(int64)), true);

  function message(type: MessageType, codec: CoreCodec, values: readonly unknown[]): Subject {
    return subject(
      values.map(valueOf),
      (value) => {
        const transport = new core.BufferedTransport();
        const output = new Protocol(transport);
        output.writeMessageBegin("ComposeText", type, 1);
        codec.encode(value, output);
        output.writeMessageEnd();
        return transport.flush();
      },
      (bytes) => {
        const input = new Protocol(new core.BufferedTransport(bytes));
        input.readMessageBegin();
        const value = codec.decode(input);
        input.readMessageEnd();
        return value;
      },
    );
  }

  function struct(codec: CoreCodec, values: readonly unknown[]): Subject {
    return subject(
      values.map(valueOf),
      (value) => {
        const transport = new core.BufferedTransport();
        codec.encode(value, new Protocol(transport));
        return transport.flush();
      },
      (bytes) => codec.decode(new Protocol(new core.BufferedTransport(bytes))),
    );
  }

  const success = (value: unknown): unknown => ({ success: value });
  return {
    call: message(MessageType.CALL, TextService.ComposeText__ArgsCodec, MESSAGES.call),
    reply: message(MessageType.REPLY, TextService.ComposeText__ResultCodec, MESSAGES.reply.map(success)),
    post: struct(PostCodec, MESSAGES.post),
    "100 posts": struct(PostStorageService.ReadPosts__ResultCodec, MESSAGES["100 posts"].map(success)),
    "post, CJK": struct(PostCodec, MESSAGES["post, CJK"]),
  };
}

/** Apache's `thrift` package with the code of its own generator, in memory. */

import { MessageType } from "../../../runtime/protocol/protocol.js";
import { type Contestant, type Subject, subject } from "../contestant.js";
import { foreign, int64Bytes } from "../foreign.js";
import { MESSAGES } from "../messages.js";
import { generated, loadPeer } from "../peers.js";

interface ApacheStruct {
  read(input: ApacheProtocol): void;
  write(output: ApacheProtocol): void;
}
type ApacheStructClass = new (fields?: unknown) => ApacheStruct;

interface ApacheProtocol {
  writeMessageBegin(name: string, type: number, seqid: number): void;
  writeMessageEnd(): void;
  readMessageBegin(): unknown;
  readMessageEnd(): void;
  flush(): void;
}

interface Apache extends Record<ApacheProtocolName, new (transport: object) => ApacheProtocol> {
  readonly Int64: new (bytes: Buffer) => object;
  readonly TBufferedTransport: new (input: undefined, onFlush: (bytes: Buffer) => void) => object;
  readonly TFramedTransport: new (input: Buffer) => object;
}

type ApacheProtocolName = "TBinaryProtocol" | "TCompactProtocol" | "TJSONProtocol";

/** Of its ways to read from memory and to write into it, the fastest: a server reads through a slower transport. */
export function apache(protocol: ApacheProtocolName): Contestant {
  const thrift: Apache = loadPeer("thrift");
  const { Post }: Record<"Post", ApacheStructClass> = loadPeer(generated("apache/social_network_types.js"));
  const text: Record<`TextService_ComposeText_${"args" | "result"}`, ApacheStructClass> = loadPeer(
    generated("apache/TextService.js"),
  );
  const storage: Record<"PostStorageService_ReadPosts_result", ApacheStructClass> = loadPeer(
    generated("apache/PostStorageService.js"),
  );
  const Protocol = thrift[protocol];

  const int64 = (value: bigint): object => new thrift.Int64(int64Bytes(value));
  const encode = (write: (output: ApacheProtocol) => void): Uint8Array => {
    let encoded: Uint8Array | undefined;
    const output = new Protocol(new thrift.TBufferedTransport(undefined, (bytes) => (encoded = bytes)));
    write(output);
    output.flush();
    return encoded!;
  };
  const input = (bytes: Uint8Array): ApacheProtocol => new Protocol(new thrift.TFramedTransport(bytes as Buffer));

  function message(type: MessageType, Struct: ApacheStructClass, values: readonly object[]): Subject {
    return subject(
      values.map((value) => new Struct(foreign(value, int64))),
      (value) =>
        encode((output) => {
          output.writeMessageBegin("ComposeText", type, 1);
          value.write(output);
          output.writeMessageEnd();
        }),
      (bytes) => {
        const from = input(bytes);
        from.readMessageBegin();
        const value = new Struct();
        value.read(from);
        from.readMessageEnd();
        return value;
      },
    );
  }

  function struct(Struct: ApacheStructClass, values: readonly object[]): Subject {
    // Its JSON has no structs outside of messages.
    if (protocol === "TJSONProtocol") return message(MessageType.REPLY, Struct, values);
    return subject(
      values.map((value) => new Struct(foreign(value, int64))),
      (value) => encode((output) => value.write(output)),
      (bytes) => {
        const value = new Struct();
        value.read(input(bytes));
        return value;
      },
    );
  }

  const success = (value: unknown): object => ({ success: value });
  return {
    call: message(MessageType.CALL, text.TextService_ComposeText_args, MESSAGES.call),
    reply: message(MessageType.REPLY, text.TextService_ComposeText_result, MESSAGES.reply.map(success)),
    post: struct(Post, MESSAGES.post),
    "100 posts": struct(storage.PostStorageService_ReadPosts_result, MESSAGES["100 posts"].map(success)),
    "post, CJK": struct(Post, MESSAGES["post, CJK"]),
  };
}

/** Our generated code, in a protocol of the runtime. */

import { PostCodec } from "../../../test/golden/social_network/gen/social_network/codecs.js";
import { PostStorageServiceMethods } from "../../../test/golden/social_network/gen/social_network/post-storage-service.js";
import { TextServiceMethods } from "../../../test/golden/social_network/gen/social_network/text-service.js";
import { MessageType, type Protocol, type StructCodec } from "../../../runtime/protocol/protocol.js";
import { type Contestant, type Subject, subject } from "../contestant.js";
import { MESSAGES } from "../messages.js";

/**
 * @param before the protocols that the same process has used before, as a server has whose clients differ: the code that
 * V8 makes for one protocol alone is faster than the code for several
 */
export function ours(protocol: Protocol, before: readonly Protocol[] = []): Contestant {
  for (const other of before) use(ours(other));
  const { args, result } = TextServiceMethods.ComposeText;
  const posts = PostStorageServiceMethods.ReadPosts.result;
  return {
    call: message(protocol, MessageType.CALL, args, MESSAGES.call),
    reply: message(
      protocol,
      MessageType.REPLY,
      result,
      MESSAGES.reply.map((success) => ({ success })),
    ),
    post: struct(protocol, PostCodec, MESSAGES.post),
    "100 posts": struct(
      protocol,
      posts,
      MESSAGES["100 posts"].map((success) => ({ success })),
    ),
    "post, CJK": struct(protocol, PostCodec, MESSAGES["post, CJK"]),
  };
}

function message<T>(protocol: Protocol, type: MessageType, codec: StructCodec<T>, values: readonly T[]): Subject {
  return subject(
    values,
    (value) => {
      const output = protocol.writer();
      output.writeMessageBegin("ComposeText", type, 1);
      codec.write(output, value);
      output.writeMessageEnd();
      return output.finish();
    },
    (bytes) => {
      const input = protocol.reader(bytes);
      input.readMessageBegin();
      const value = codec.read(input);
      input.readMessageEnd();
      input.assertEnd();
      return value;
    },
  );
}

function struct<T>(protocol: Protocol, codec: StructCodec<T>, values: readonly T[]): Subject {
  return subject(
    values,
    (value) => {
      const output = protocol.writer();
      codec.write(output, value);
      return output.finish();
    },
    (bytes) => {
      const input = protocol.reader(bytes);
      const value = codec.read(input);
      input.assertEnd();
      return value;
    },
  );
}

function use(contestant: Contestant): void {
  for (const { encode, decode, variants } of Object.values(contestant))
    for (let index = 0; index < 2000; index++) {
      encode(index % variants);
      decode(index % variants);
    }
}

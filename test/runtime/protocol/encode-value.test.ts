/** Values that do not fit are refused with the whole way to the field. */

import { expect } from "chai";
import { writeList } from "../../../runtime/protocol/containers.js";
import { encodeValue } from "../../../runtime/protocol/encode-value.js";
import { fieldsOf } from "../../../runtime/protocol/fields.js";
import { type ProtocolWriter, TType } from "../../../runtime/protocol/protocol.js";
import { tagOf } from "../../../runtime/protocol/tag.js";

const Creator = fieldsOf("Creator", [[2, TType.STRING, "username"]]);
const Post = fieldsOf("Post", [
  [1, TType.STRUCT, "creator"],
  [2, TType.STRING, "text"],
  [-3, TType.LIST, "scores"],
]);

interface Values {
  readonly username?: unknown;
  readonly text?: unknown;
  readonly scores?: unknown;
}

/** Writes as code without types does. */
function writePost(output: ProtocolWriter, { username = "ada", text = "hello", scores = [1] }: Values): void {
  output.writeStructBegin(Post);
  output.writeTag(tagOf(TType.STRUCT, 1));
  output.writeStructBegin(Creator);
  output.writeTag(tagOf(TType.STRING, 2));
  output.writeString(username as string);
  output.writeStructEnd();
  output.writeTag(tagOf(TType.STRING, 2));
  output.writeString(text as string);
  output.writeTag(tagOf(TType.LIST, -3));
  writeList(output, TType.I16, scores as number[], (output, score) => output.writeI16(score));
  output.writeStructEnd();
}

describe("encodeValue", () => {
  it("gives the bytes of a value that fits", () => {
    const bytes = encodeValue((output) => writePost(output, {}));
    expect(Buffer.from(bytes).toString("hex")).to.equal(
      "0c0001" + "0b000200000003616461" + "00" + "0b00020000000568656c6c6f" + "0ffffd06000000010001" + "00",
    );
  });

  for (const [what, values, error, message] of [
    ["a field", { text: false }, TypeError, "Post.text must be a string, got false"],
    ["a field of a struct in it", { username: 5 }, TypeError, "Post.creator.username must be a string, got 5"],
    ["an element", { scores: [1, 40000] }, RangeError, "Post.scores must be an integer that fits i16, got 40000"],
    ["a container", { scores: "12" }, TypeError, 'Post.scores must be an array, got the string "12"'],
  ] as const)
    it(`names ${what} whose value does not fit`, () => {
      expect(() => encodeValue((output) => writePost(output, values))).to.throw(error, message);
    });

  it("leaves alone what is no error of a value, and what does not happen twice", () => {
    const own = new RangeError("the disk is full");
    let times = 0;
    expect(() =>
      encodeValue(() => {
        times++;
        throw own;
      }),
    ).to.throw(own);
    expect(times).to.equal(1);
    times = 0;
    const once = (output: ProtocolWriter): void => writePost(output, times++ === 0 ? { text: 1 } : {});
    expect(() => encodeValue(once)).to.throw(TypeError, "A value must be a string, got 1");
  });
});

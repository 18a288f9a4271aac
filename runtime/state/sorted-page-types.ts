/**
 * What a sorted set is stored as: its entries in pages, and a directory that says which page holds which part. Pages and
 * directory are lists of structs on the wire, written by hand in the shape of generated codecs.
 */

import { readList, writeList } from "../protocol/containers.js";
import { required } from "../protocol/fields.js";
import { TType } from "../protocol/protocol.js";
import type { StructCodec } from "../protocol/protocol.js";
import type { StoredType } from "./descriptor.js";

/** A score, and what decides between equal ones: the text of the value. */
export interface Rank<S> {
  readonly score: S;
  readonly text: string;
}

export interface Entry<T, S> {
  readonly value: T;
  readonly score: S;
}

/** One page as the directory knows it. */
export interface PageInfo<S> extends Rank<S> {
  readonly id: number;
  readonly count: number;
}

/** `PageInfo.score` and `text` are a rank that nothing in the page comes before, and everything in earlier pages does. */
export function directoryType<S>(score: StoredType<S>): StoredType<readonly PageInfo<S>[]> {
  return listOf({
    name: "the directory of a sorted set",
    read(input) {
      let id: number | undefined;
      let count: number | undefined;
      let lowest: S | undefined;
      let text: string | undefined;
      input.readStructBegin();
      while (input.readFieldBegin()) {
        switch (input.fieldId) {
          case 1: input.expect(TType.I32, "a page's number"); id = input.readI32(); break; // prettier-ignore
          case 2: input.expect(TType.I32, "a page's size"); count = input.readI32(); break; // prettier-ignore
          case 3: input.expect(score.type, "a score"); lowest = score.read(input); break; // prettier-ignore
          case 4: input.expect(TType.STRING, "a page's start"); text = input.readString(); break; // prettier-ignore
          default:
            input.skip();
        }
        input.readFieldEnd();
      }
      input.readStructEnd();
      return {
        id: required(id, "a page's number"),
        count: required(count, "a page's size"),
        score: required(lowest, "a score"),
        text: required(text, "a page's start"),
      };
    },
    write(output, page) {
      output.writeStructBegin("Page");
      output.writeFieldBegin("id", TType.I32, 1);
      output.writeI32(page.id);
      output.writeFieldEnd(); // prettier-ignore
      output.writeFieldBegin("count", TType.I32, 2);
      output.writeI32(page.count);
      output.writeFieldEnd(); // prettier-ignore
      output.writeFieldBegin("score", score.type, 3);
      score.write(output, page.score);
      output.writeFieldEnd(); // prettier-ignore
      output.writeFieldBegin("text", TType.STRING, 4);
      output.writeString(page.text);
      output.writeFieldEnd(); // prettier-ignore
      output.writeStructEnd();
    },
  });
}

export function pageType<T, S>(value: StoredType<T>, score: StoredType<S>): StoredType<readonly Entry<T, S>[]> {
  return listOf({
    name: "a page of a sorted set",
    read(input) {
      let ranked: S | undefined;
      let member: T | undefined;
      input.readStructBegin();
      while (input.readFieldBegin()) {
        switch (input.fieldId) {
          case 1: input.expect(score.type, "a score"); ranked = score.read(input); break; // prettier-ignore
          case 2: input.expect(value.type, "a value"); member = value.read(input); break; // prettier-ignore
          default:
            input.skip();
        }
        input.readFieldEnd();
      }
      input.readStructEnd();
      return { score: required(ranked, "a score"), value: required(member, "a value") };
    },
    write(output, entry) {
      output.writeStructBegin("Entry");
      output.writeFieldBegin("score", score.type, 1);
      score.write(output, entry.score);
      output.writeFieldEnd(); // prettier-ignore
      output.writeFieldBegin("value", value.type, 2);
      value.write(output, entry.value);
      output.writeFieldEnd(); // prettier-ignore
      output.writeStructEnd();
    },
  });
}

function listOf<T>(struct: StructCodec<T>): StoredType<readonly T[]> {
  return {
    name: struct.name,
    type: TType.LIST,
    read: (input) => readList(input, TType.STRUCT, struct.read),
    write: (output, values) => writeList(output, TType.STRUCT, values, struct.write),
  };
}

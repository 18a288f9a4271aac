/**
 * What a sorted set is stored as: its entries in pages, and a directory that says which page holds which part. Pages and
 * directory are lists of structs on the wire, written by hand in the shape of generated codecs.
 */

import { readList, writeList } from "../protocol/containers.js";
import { fieldsOf, required, skipField } from "../protocol/fields.js";
import { TType } from "../protocol/protocol.js";
import type { StructCodec } from "../protocol/protocol.js";
import { END, tagOf } from "../protocol/tag.js";
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
  const fields = fieldsOf("Page", [
    [1, TType.I32, "id"],
    [2, TType.I32, "count"],
    [3, score.type, "score"],
    [4, TType.STRING, "text"],
  ]);
  return listOf({
    name: "the directory of a sorted set",
    read(input) {
      let id: number | undefined;
      let count: number | undefined;
      let lowest: S | undefined;
      let text: string | undefined;
      input.readStructBegin();
      for (let tag = 0; (tag = input.readTag(tag)) !== END;) {
        switch (tag) {
          case tagOf(TType.I32, 1): id = input.readI32(); break; // prettier-ignore
          case tagOf(TType.I32, 2): count = input.readI32(); break; // prettier-ignore
          case tagOf(score.type, 3): lowest = score.read(input); break; // prettier-ignore
          case tagOf(TType.STRING, 4): text = input.readString(); break; // prettier-ignore
          default:
            skipField(input, tag, fields);
        }
      }
      input.readStructEnd();
      return {
        id: required(id, "Page.id"),
        count: required(count, "Page.count"),
        score: required(lowest, "Page.score"),
        text: required(text, "Page.text"),
      };
    },
    write(output, page) {
      output.writeStructBegin(fields);
      output.writeTag(tagOf(TType.I32, 1));
      output.writeI32(page.id); // prettier-ignore
      output.writeTag(tagOf(TType.I32, 2));
      output.writeI32(page.count); // prettier-ignore
      output.writeTag(tagOf(score.type, 3));
      score.write(output, page.score); // prettier-ignore
      output.writeTag(tagOf(TType.STRING, 4));
      output.writeString(page.text); // prettier-ignore
      output.writeStructEnd();
    },
  });
}

export function pageType<T, S>(value: StoredType<T>, score: StoredType<S>): StoredType<readonly Entry<T, S>[]> {
  const fields = fieldsOf("Entry", [
    [1, score.type, "score"],
    [2, value.type, "value"],
  ]);
  return listOf({
    name: "a page of a sorted set",
    read(input) {
      let ranked: S | undefined;
      let member: T | undefined;
      input.readStructBegin();
      for (let tag = 0; (tag = input.readTag(tag)) !== END;) {
        switch (tag) {
          case tagOf(score.type, 1): ranked = score.read(input); break; // prettier-ignore
          case tagOf(value.type, 2): member = value.read(input); break; // prettier-ignore
          default:
            skipField(input, tag, fields);
        }
      }
      input.readStructEnd();
      return { score: required(ranked, "Entry.score"), value: required(member, "Entry.value") };
    },
    write(output, entry) {
      output.writeStructBegin(fields);
      output.writeTag(tagOf(score.type, 1));
      score.write(output, entry.score); // prettier-ignore
      output.writeTag(tagOf(value.type, 2));
      value.write(output, entry.value); // prettier-ignore
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

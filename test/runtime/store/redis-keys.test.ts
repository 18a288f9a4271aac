/** Names in Redis: every string has one of its own, and they sort as JavaScript compares; addresses and passwords. */

import { expect } from "chai";
import fc from "fast-check";
import { decodeString, encodeString, pack, unpack } from "../../../runtime/store/redis/bytes.js";
import {
  collectionKey,
  intentLists,
  intentMember,
  parseIntentMember,
  recordKey,
} from "../../../runtime/store/redis/keys.js";
import { hidePassword, parseRedisUrl } from "../../../runtime/store/redis/parse-url.js";
import { StoreError } from "../../../runtime/store/store.js";

/** Full of what is special to the encodings: surrogates, their neighbours, NULs, braces, percent signs. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 4 }),
  fc
    .array(
      fc.constantFrom(
        "\0",
        "\x01",
        "\x7f",
        "\x80",
        "\u07ff",
        "\u0800",
        "\ud7ff",
        "\ud83d",
        "\ude00",
        "\ue000",
        "\uffff",
      ),
    )
    .map((parts) => parts.join("")),
  fc
    .array(fc.constantFrom("{", "}", "%", ":", "a", "", "%7D", "\0\xff", ":record:", ":state:"))
    .map((parts) => parts.join("")),
);
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

describe("names in Redis", () => {
  it("give every string bytes of its own, in the order of strings", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(decodeString(encodeString(a))).to.equal(a);
        expect(Buffer.compare(encodeString(a), encodeString(b))).to.equal(order(a, b));
      }),
      { numRuns: 2000 },
    );
    expect(encodeString("Zürich π").toString("utf8"), "plain text stays readable").to.equal("Zürich π");
  });

  it("give every record and every collection a key of its own", () => {
    const names = fc.tuple(text, text, fc.boolean());
    const key = ([partition, name, isRecord]: [string, string, boolean]): string =>
      (isRecord ? recordKey({ partition, id: name }) : collectionKey({ partition, collection: name })).toString(
        "latin1",
      );
    fc.assert(
      fc.property(names, names, (a, b) => {
        expect(key(a) === key(b)).to.equal(String([...a].map(encode)) === String([...b].map(encode)));
        // What stands between the first "{" and the next "}", which Redis looks at to find the slot.
        const tags = [a, b].map((one) => /\{(.*?)\}/s.exec(key(one))?.[1] ?? "");
        expect(tags[0]).not.to.equal("");
        expect(tags[0] === tags[1]).to.equal(a[0] === b[0]);
        const lists = intentLists(a[0]).touched.toString("latin1");
        expect(/\{(.*?)\}/s.exec(lists)?.[1]).to.equal(tags[0]);
      }),
      { numRuns: 2000 },
    );
  });

  it("list intents in the order of partition and ID, and give them back", () => {
    fc.assert(
      fc.property(text, text, text, text, fc.uint8Array(), (partition, id, otherPartition, otherId, rest) => {
        const member = intentMember({ partition, id });
        const parsed = parseIntentMember(Buffer.concat([member, rest]));
        expect(parsed.key).to.deep.equal({ partition, id });
        expect(Buffer.compare(parsed.rest, rest)).to.equal(0);
        const other = intentMember({ partition: otherPartition, id: otherId });
        expect(Buffer.compare(member, other)).to.equal(order(partition, otherPartition) || order(id, otherId));
      }),
      { numRuns: 2000 },
    );
  });

  it("pack any bytes", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array()), (parts) => {
        expect(unpack(pack(parts)).map((part) => new Uint8Array(part))).to.deep.equal(parts);
        expect(pack(parts)).not.to.have.length(0);
      }),
    );
  });
});

describe("the address of a Redis store", () => {
  it("says where, as whom and over what", () => {
    expect(parseRedisUrl("redis://localhost")).to.deep.equal({
      cluster: false,
      tls: false,
      nodes: [{ host: "localhost", port: 6379 }],
      db: 0,
      label: "Redis at localhost",
    });
    expect(parseRedisUrl("rediss://me:p%40ss:w%2Ford@[::1]:7/15")).to.deep.equal({
      cluster: false,
      tls: true,
      nodes: [{ host: "::1", port: 7 }],
      username: "me",
      password: "p@ss:w/ord",
      db: 15,
      label: "Redis at [::1]:7",
    });
    expect(parseRedisUrl("redis://:secret@h/")).to.include({ password: "secret", db: 0 }).and.not.have.key("username");
    expect(parseRedisUrl("rediss-cluster://u@a:1,b:2")).to.deep.equal({
      cluster: true,
      tls: true,
      nodes: [
        { host: "a", port: 1 },
        { host: "b", port: 2 },
      ],
      username: "u",
      db: 0,
      label: "Redis Cluster at a:1,b:2",
    });
  });

  it("is refused, without telling the password, when it is none", () => {
    const wrong = [
      "redis:",
      "redis://",
      "redis:/u:s3cret@h",
      "redis://u:s3cret@",
      "redis://u:s3cret@h:port",
      "redis://u:s3cret@h/name",
      "redis://u:s3cret@a,b",
      "redis-cluster://u:s3cret@a,b/1",
      "redis-cluster://u:s3cret@a,,b",
      "redis://u:s3cret%zz@h",
      "redis://u:s3@cret/s3cret@h h",
    ];
    for (const url of wrong) {
      expect(() => parseRedisUrl(url), url)
        .to.throw(StoreError, /redis|%25/)
        .and.not.match(/s3/);
    }
    expect(hidePassword("redis://u:p@h:1/2")).to.equal("redis://***@h:1/2");
  });
});

function encode(part: string | boolean): string {
  return JSON.stringify(part);
}

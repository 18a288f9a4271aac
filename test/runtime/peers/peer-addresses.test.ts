/** Addresses of plain Thrift servers, and the settings that name them. */

import { expect } from "chai";
import { connect } from "../../../runtime/openfaas/connect.js";
import { readPeers } from "../../../runtime/openfaas/peers-setting.js";
import { SettingError } from "../../../runtime/openfaas/setting-error.js";
import { parsePeerAddress } from "../../../runtime/peers/peer-address.js";

describe("addresses of plain Thrift servers", () => {
  for (const [text, host, port] of [
    ["tcp://social-graph:9090", "social-graph", 9090],
    ["tcp://127.0.0.1:1/", "127.0.0.1", 1],
    ["tcp://[::1]:9090", "::1", 9090],
  ] as const)
    it(`are a host and a port for framed TCP: ${text}`, () => {
      expect(parsePeerAddress(text)).to.deep.equal({ kind: "tcp", host, port });
    });

  for (const [text, url] of [
    ["thrift+http://media:8080/thrift?x=1", "http://media:8080/thrift?x=1"],
    ["thrift+https://media", "https://media/"],
  ] as const)
    it(`are a URL for HTTP: ${text}`, () => {
      expect(parsePeerAddress(text)).to.deep.equal({ kind: "http", url: new URL(url) });
    });

  for (const text of [
    "tcp://",
    "tcp://host",
    "tcp://host:0",
    "tcp://host:70000",
    "tcp://host:9090/path",
    "tcp://host:9090?x",
    "tcp://user@host:9090",
    "tcp:host",
    "thrift+http://",
    "thrift+http://a:b@host/",
  ])
    it(`are nothing else: ${text}`, () => {
      expect(parsePeerAddress(text)).to.equal(undefined);
      expect(() => connect(text)).to.throw(SettingError, "is no address of a Thrift server: tcp://host:9090 for");
    });

  it("lead to no gateway", () => {
    for (const options of [{ namespace: "staging" }, { callKey: "x".repeat(32) }])
      expect(() => connect("tcp://host:9090", options)).to.throw(SettingError, "are for functions behind a gateway");
  });

  it("come with a protocol that there is", () => {
    for (const address of ["tcp://host:9090", "http://127.0.0.1:8080"])
      expect(() => connect(address, { protocol: "xml" as "json" })).to.throw(
        SettingError,
        '"xml" is no protocol; it is one of binary, binary-old, compact, json',
      );
  });

  it("stand in for functions, with spaces, commas or line ends between them", () => {
    const peers = readPeers(
      "a=tcp://h:1, b-c=tcp://[::1]:2?protocol=compact\n  d=thrift+http://h/p?q=1?protocol=json\n",
    );
    expect([...peers]).to.deep.equal([
      ["a", { address: { kind: "tcp", host: "h", port: 1 }, protocol: "binary" }],
      ["b-c", { address: { kind: "tcp", host: "::1", port: 2 }, protocol: "compact" }],
      ["d", { address: { kind: "http", url: new URL("http://h/p?q=1") }, protocol: "json" }],
    ]);
    for (const nothing of [undefined, "", " , "]) expect(readPeers(nothing).size).to.equal(0);
  });

  for (const [text, says] of [
    ["tcp://h:1", 'holds "tcp://h:1"; an entry is a function\'s name, "=" and an address'],
    ["a=h:1", 'holds "a=h:1"'],
    ["a=http://h:1", 'holds "a=http://h:1"'],
    ["a=tcp://h:1?protocol=xml", "says ?protocol=xml of a; it is one of binary, binary-old, compact, json"],
    ["a=tcp://h:1 a=tcp://h:2", "names a twice"],
  ] as const)
    it(`do so in no other form: ${text}`, () => {
      expect(() => readPeers(text)).to.throw(SettingError, `THRIFT_FAAS_PEERS ${says}`);
    });
});

/** `thrift-faas call` as a process, against functions on real sockets: what it sends, prints, and exits with. */

import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { expect } from "chai";
import { binary } from "../../runtime/protocol/binary.js";
import { idOf } from "../../runtime/protocol/tag.js";
import { readEnvelope } from "../../runtime/service/messages.js";
import { BookShop, type BookShopHandler } from "../golden/bookshop/gen/bookshop/book-shop.js";
import { NoSuchOrder, OutOfStock, type Order } from "../golden/bookshop/gen/bookshop/types.js";
import { PACKAGE } from "../support/imports.js";
import { LocalOpenFaaS } from "../support/local-openfaas.js";
import { Project, type Ran } from "../support/project.js";

const KEY = "key-".repeat(8);
const IDL = join(PACKAGE, "idl-examples/bookshop.thrift");
const LARGEST = "9223372036854775807";
const SMALLEST = "-9223372036854775808";
const ORDER = `{"order":{"id":"01234567-89ab-cdef-0123-456789abcdef","basket":{"__proto__":1},"payment":{"cash":{"cents":${SMALLEST}}}}}`;

describe("thrift-faas call", () => {
  let project: Project;
  let cluster: LocalOpenFaaS;
  let orders: Order[];
  let viewed: string[];
  const { error } = console;

  const handler: BookShopHandler = {
    search: (authors, limit) => [...authors].slice(0, limit).map(bookBy),
    async order(order, invocation) {
      orders.push(order);
      if (order.basket.has("none")) throw new OutOfStock({ isbn: "none", left: 0, restock: 2n ** 63n - 1n });
      return 2n ** 63n - (await invocation.state.payments.update((before) => before + 1n));
    },
    how_paid(number) {
      if (number !== 1n) throw new NoSuchOrder({ message: `no order ${number}` });
      return { kind: "split", value: [{ kind: "voucher", value: "x" }] };
    },
    is_open: () => true,
    viewed: (isbn) => void viewed.push(isbn),
    reviews: () => [],
    review: () => {},
    total: (price) => price,
    remind: () => {
      throw new Error("the warehouse is closed");
    },
    cancel: () => {},
    balance: () => new Map([[978, { cents: 2n ** 63n - 1n, currency: 978 }]]),
    pay: () => {},
  };

  before(async () => {
    console.error = () => {};
    project = new Project();
    cluster = await new LocalOpenFaaS().start();
    await cluster.deploy(BookShop, handler);
  });

  beforeEach(() => {
    orders = [];
    viewed = [];
    cluster.seen.length = 0;
  });

  after(async () => {
    console.error = error;
    await cluster.close();
    project.remove();
  });

  /** Runs it, with what is typed into it; nothing stays open. */
  async function call(args: readonly string[], input = "", env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    const script = join(PACKAGE, "dist/bin/thrift-faas.js");
    const child = spawn(process.execPath, [script, "call", ...args], {
      cwd: project.folder,
      env: { ...process.env, ...env },
    });
    // It need not read it.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    const closed = new Promise<number>((resolve, reject) => {
      child.on("close", (code, signal) => (code === null ? reject(new Error(`killed by ${signal}`)) : resolve(code)));
    });
    const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    return { status, stdout, stderr };
  }

  const url = (name = "book-shop"): string => `${cluster.url}/function/${name}`;
  const callShop = (method: string, ...args: string[]): Promise<Ran> =>
    call([url(), `BookShop.${method}`, "--idl", IDL, ...args]);

  it("prints the result, all digits of it, and the ID that it has chosen", async () => {
    const { status, stdout, stderr } = await callShop("order", ORDER);
    expect([status, stdout]).to.deep.equal([0, `${LARGEST}\n`]);
    expect(stderr).to.match(/^invocation ID: [0-9a-f]{32}\n$/);
    expect(orders).to.have.length(1);
    expect(orders[0]).to.deep.include({
      payment: { kind: "cash", value: { cents: -(2n ** 63n), currency: 978 } },
      basket: new Map([["__proto__", 1]]),
      copies: 1,
    });
  });

  it("makes one call of those under one ID, and refuses another one", async () => {
    const first = await callShop("order", "--id", "mine", ORDER);
    expect(first).to.deep.equal({ status: 0, stdout: `${2n ** 63n - 2n}\n`, stderr: "" });
    expect(await callShop("order", ORDER, "--id=mine")).to.deep.equal(first);
    const other = await callShop("order", "--id", "mine", ORDER.replace("cdef", "0000"));
    expect(other).to.deep.include({ status: 1, stdout: "" });
    expect(other.stderr).to.match(
      /^thrift-faas: The invocation ID mine belongs to another call than this BookShop\.order/,
    );
    expect((await callShop("order", ORDER)).stdout).to.equal(`${2n ** 63n - 3n}\n`);
  });

  it("prints an exception that is declared as JSON, and exits with 3", async () => {
    const { status, stdout, stderr } = await callShop("order", "--id", "declared", ORDER.replace("__proto__", "none"));
    expect([status, stdout]).to.deep.equal([3, ""]);
    expect(stderr.replaceAll(/\s/g, "")).to.equal(`{"OutOfStock":{"isbn":"none","left":0,"restock":${LARGEST}}}`);
    const readonly = await callShop("how_paid", "--id", "other", '{"number":"7"}');
    expect(readonly).to.deep.include({ status: 3, stdout: "" });
    expect(JSON.parse(readonly.stderr)).to.deep.equal({ NoSuchOrder: { message: "no order 7" } });
  });

  it("exits with 1 for any other exception", async () => {
    const { status, stdout, stderr } = await callShop("remind", "--id", "fault", '{"number":1}');
    expect([status, stdout]).to.deep.equal([1, ""]);
    expect(stderr).to.equal("thrift-faas: remind failed: the warehouse is closed\n");
  });

  it("calls by the gateway's URL alone, also what the service inherits", async () => {
    const { status, stdout } = await call([cluster.url, "BookShop.balance", "--idl", IDL]);
    expect(status).to.equal(0);
    expect(stdout.replaceAll(/\s/g, "")).to.equal(`{"EUR":{"cents":${LARGEST},"currency":"EUR"}}`);
    expect(cluster.seen.map(({ path }) => path)).to.deep.equal(["/function/book-shop"]);
  });

  it("prints structs, unions and lists", async () => {
    const paid = await callShop("how_paid", '{"number":1}');
    expect(paid.stdout).to.equal('{\n  "split": [\n    {\n      "voucher": "x"\n    }\n  ]\n}\n');
    const found = await callShop("search", '{"authors":["Austen"]}');
    expect(JSON.parse(found.stdout)).to.deep.equal([
      {
        isbn: "1",
        title: "Emma",
        authors: [{ name: "Austen", pseudonyms: ["A Lady"] }],
        format: "EBOOK",
        price: { cents: 1, currency: "GBP" },
        cover: "AAH/",
        in_print: true,
        weight: "-Infinity",
        age_from: 0,
        categories: [],
        reviews: { "": [] },
      },
    ]);
  });

  it("prints nothing where there is no result", async () => {
    expect(await callShop("pay", "--id", "void", '{"sum":{"cents":1}}')).to.deep.equal({
      status: 0,
      stdout: "",
      stderr: "",
    });
    expect(await callShop("viewed", "--id", "oneway", '{"isbn":"7"}')).to.deep.equal({
      status: 0,
      stdout: "",
      stderr: "",
    });
    expect(viewed).to.deep.equal(["7"]);
  });

  it("reads the arguments from standard input", async () => {
    for (const dash of [["-"], []]) {
      const { status, stdout } = await call(
        [url(), "BookShop.total", "--idl", IDL, ...dash],
        '{"price":{"cents":12}}\n',
      );
      expect(status).to.equal(0);
      expect(JSON.parse(stdout)).to.deep.equal({ cents: 12, currency: "EUR" });
    }
    expect((await call([url(), "BookShop.is_open", "--idl", IDL])).stdout).to.equal("true\n");
  });

  it("names the service to a function that has several", async () => {
    project.write("two.thrift", `service A { bool is_open() } (faas.function = "book-shop")\nservice BookShop { bool is_open() } (faas.function = "book-shop")`); // prettier-ignore
    const shared = await call([url(), "BookShop.is_open", "--idl", "two.thrift"]);
    const named = await call([url(), "BookShop:is_open", "--idl", IDL]);
    const alone = await callShop("is_open");
    expect([shared.stdout, named.stdout, alone.stdout]).to.deep.equal(["true\n", "true\n", "true\n"]);
    const names = cluster.seen.map(({ body }) => binary.reader(body).readMessageBegin().name);
    expect(names).to.deep.equal(["BookShop:is_open", "BookShop:is_open", "is_open"]);
  });

  it("finds what the IDL includes with -I", async () => {
    project.write(
      "shop.thrift",
      'include "money.thrift"\nservice Shop extends money.Till {} (faas.function = "book-shop")',
    );
    const args = [cluster.url, "Shop.pay", "--idl", "shop.thrift", '{"sum":{"cents":1}}'];
    expect((await call([...args, "-I", join(PACKAGE, "idl-examples")])).status).to.equal(0);
    const { status, stderr } = await call(args);
    expect(status).to.equal(1);
    expect(stderr).to.match(/^shop\.thrift:1:\d+: error\[/);
  });

  it("sends negative field IDs as they are written with --allow-neg-keys, as gen does", async () => {
    project.write("old.thrift", 'service Old { bool is_open(-3: string why) } (faas.function = "book-shop")');
    const args = [url(), "Old.is_open", "--idl", "old.thrift", '{"why": "x"}'];
    expect(await call([...args, "--allow-neg-keys"])).to.include({ status: 0, stdout: "true\n" });
    expect(await call(args)).to.include({ status: 0, stdout: "true\n" });
    const ids = cluster.seen.map(({ body }) => {
      const input = binary.reader(body);
      input.readMessageBegin();
      input.readStructBegin();
      return idOf(input.readTag());
    });
    expect(ids).to.deep.equal([-3, -1]);
  });

  it("signs for functions that ask for a key, in a namespace", async () => {
    project.write("secrets/thrift-faas-call-key", `${KEY}\n`);
    const options = { namespace: "staging", callKeys: [KEY] } as const;
    const guarded = await new LocalOpenFaaS(options).start();
    try {
      await guarded.deploy(BookShop, handler, options);
      const args = [`${guarded.url}/function/book-shop.staging`, "BookShop.is_open", "--idl", IDL];
      const secrets = { THRIFT_FAAS_SECRETS: project.path("secrets") };
      expect(await call(args, "", secrets)).to.deep.include({ status: 0, stdout: "true\n" });
      const { status, stderr } = await call(args);
      expect(status).to.equal(1);
      expect(stderr).to.match(/thrift-faas: .*only authentic messages/);
      project.write("short/thrift-faas-call-key", "sesame\n");
      const short = await call(args, "", { THRIFT_FAAS_SECRETS: project.path("short") });
      expect(short.stderr).to.match(/^thrift-faas: The secret thrift-faas-call-key: key 1 of 1 has less than 32/);
    } finally {
      await guarded.close();
    }
  });

  it("tries for as long as it is told", async () => {
    await callShop("is_open", "--timeout", "1s");
    const [first] = cluster.seen;
    expect((await readEnvelope(first?.body ?? new Uint8Array(0)))?.timeoutMs).to.be.within(1, 1_000);
  });

  it("says under which ID to repeat a call that may have happened", async () => {
    const server = createServer((request, response) => request.resume().on("end", () => response.writeHead(504).end()));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const args = [`http://127.0.0.1:${port}`, "BookShop.is_open", "--idl", IDL, "--timeout", "100ms"];
      const { status, stdout, stderr } = await call(args);
      expect([status, stdout]).to.deep.equal([1, ""]);
      expect(stderr).to.match(
        /^invocation ID: \w+\nthrift-faas: .* Whether the call was executed is unknown\. Repeat it under the same ID/,
      );
    } finally {
      server.close();
    }
  });

  for (const [what, args, status, message] of [
    [
      "an argument",
      ["BookShop.order", ORDER.replace("cents", "cent")],
      1,
      /^thrift-faas: \$\.order\.payment\.cash: Money has no field "cent"; did you mean `cents`\?\n$/,
    ],
    [
      "the method",
      ["BookShop.orders", ORDER],
      1,
      /^thrift-faas: BookShop has no method orders; did you mean `order`\?\n$/,
    ],
    ["the JSON", ["BookShop.order", "{"], 1, /^thrift-faas: the arguments are no JSON: /],
    ["the service", ["order", ORDER], 2, /It looks like TextService\.ComposeText\./],
    ["the ID", ["BookShop.order", ORDER, "--id", ""], 2, /An ID has at least one character\./],
    ["the duration", ["BookShop.order", ORDER, "--timeout", "soon"], 2, /A duration looks like/],
    [
      "the IDL's name",
      ["BookShop.order", ORDER, "--idl", "none.thrift"],
      1,
      /^error\[missing-file\]: none\.thrift does not exist\n$/,
    ],
  ] as const)
    // prettier-ignore
    it(`sends nothing if ${what} is wrong`, async () => {
      const ran = await call([url(), "--idl", IDL, ...args]);
      expect(ran).to.deep.include({ status, stdout: "" });
      expect(ran.stderr).to.match(message);
      expect(cluster.seen).to.deep.equal([]);
    });

  for (const [address, message] of [
    [
      "http://ada:secret@127.0.0.1:1/async-function/book-shop",
      '"***@127.0.0.1:1/async-function/book-shop" answers before the call is done; use /function/book-shop',
    ],
    ["localhost:8080", '"localhost:8080" is no URL of a gateway; one looks like http://127.0.0.1:8080'],
  ] as const)
    // prettier-ignore
    it(`does not know how to call ${address}`, async () => {
      const { status, stderr } = await call([address, "BookShop.is_open", "--idl", IDL]);
      expect([status, stderr]).to.deep.equal([1, `thrift-faas: ${message}\n`]);
    });
});

function bookBy(name: string): Awaited<ReturnType<BookShopHandler["search"]>>[number] {
  return {
    isbn: "1",
    title: "Emma",
    authors: [{ name, pseudonyms: new Set(["A Lady"]) }],
    format: 10,
    price: { cents: 1n, currency: 826 },
    cover: new Uint8Array([0, 1, 255]),
    in_print: true,
    weight: -Infinity,
    age_from: 0,
    categories: new Set(),
    reviews: new Map([["", []]]),
  };
}

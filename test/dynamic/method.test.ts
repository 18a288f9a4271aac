/** Methods made from an IDL beside the generated ones: what they send, what they read, and what they tell the runtime. */

import { expect } from "chai";
import { findMethod } from "../../dynamic/find-method.js";
import { parseJson, printJson } from "../../dynamic/json.js";
import { DeclaredException, type JsonArgs, methodOf } from "../../dynamic/method.js";
import { encodeArgs, recordThrown, recordValue, unwrapResult } from "../../runtime/service/messages.js";
import type { Method, Result } from "../../runtime/service/method.js";
import { BookShop, BookShopMethods } from "../golden/bookshop/gen/bookshop/book-shop.js";
import { OutOfStock } from "../golden/bookshop/gen/bookshop/types.js";
import { decode, encode, programOf } from "./idl.js";

const bookshop = programOf("idl-examples/bookshop.thrift");

function methodNamed(name: string): Method<JsonArgs> {
  const { service, method } = findMethod(bookshop, "BookShop", name);
  return methodOf(service, method);
}

describe("methods made from an IDL", () => {
  it("tell the runtime what generated ones tell it", () => {
    for (const [name, generated] of BookShop.methods) {
      const { oneway, isVoid, effects, timeoutMs, tries, args, result, exceptions } = generated;
      const method = methodNamed(name);
      expect(method, name).to.deep.include({ name, oneway, isVoid });
      expect([method.effects, method.timeoutMs, method.tries], name).to.deep.equal([effects, timeoutMs, tries]);
      expect([method.args.name, method.result.name]).to.deep.equal([args.name, result.name]);
      expect(Object.keys(method.exceptions), name).to.deep.equal(Object.keys(exceptions));
    }
  });

  it("send the same arguments, those that were left out included", () => {
    const search = (text: string): Uint8Array => encodeArgs(methodNamed("search"), { json: parseJson(text, "") });
    const generated = (authors: string[], limit: number): Uint8Array =>
      encodeArgs(BookShopMethods.search, { authors: new Set(authors), limit });
    expect(search('{"authors":["Ada"],"limit":3}')).to.deep.equal(generated(["Ada"], 3));
    expect(search("{}")).to.deep.equal(generated([], 10));
  });

  it("know no argument $envelope", () => {
    const call = (): unknown => encodeArgs(methodNamed("is_open"), { json: parseJson('{"$envelope":{}}', "") });
    expect(call).to.throw('$: BookShop.is_open has no field "$envelope"; it has none');
  });

  it("return results and throw declared exceptions", () => {
    const order = methodNamed("order");
    expect(printJson(unwrapResult(order, recordValue(BookShopMethods.order, 2n ** 63n - 1n)))).to.equal(
      "9223372036854775807",
    );
    const thrown = recordThrown(BookShopMethods.order, new OutOfStock({ isbn: "1", left: 2, restock: 3n }));
    const error = catchError(() => unwrapResult(order, thrown));
    expect(error).to.be.instanceOf(DeclaredException).and.to.include({ type: "OutOfStock" });
    const json = (error as DeclaredException).json;
    expect(JSON.parse(printJson(json))).to.deep.equal({ isbn: "1", left: 2, restock: 3 });
  });

  it("write what they read", () => {
    const { result } = methodNamed("order");
    const thrown: Result<unknown> & { readonly out: unknown } = {
      out: new DeclaredException("OutOfStock", parseJson('{"isbn":"1","left":2}', "")),
    };
    expect(decode(BookShopMethods.order.result, encode(result, thrown)))
      .to.have.property("out")
      .that.is.instanceOf(OutOfStock);
    const { args } = methodNamed("review");
    const bytes = encode(args, { json: parseJson('{"isbn":"1","text":"!"}', "") });
    expect(encode(args, decode(args, bytes))).to.deep.equal(bytes);
  });
});

function catchError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

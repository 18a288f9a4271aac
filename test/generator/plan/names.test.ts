import { expect } from "chai";
import fc from "fast-check";
import { kebabCase } from "../../../generator/kebab-case.js";
import { localNames, pascalCase, propertyName, untaken } from "../../../generator/plan/names.js";

describe("names", () => {
  it("makes kebab-case of a service's name", () => {
    const names = {
      TextService: "text-service",
      UrlShortenService: "url-shorten-service",
      HTTPProxy: "http-proxy",
      ParseHTTP: "parse-http",
      till: "till",
      User_Timeline: "user-timeline",
      ad_server2: "ad-server2",
      _Hidden_: "hidden",
    };
    expect(Object.fromEntries(Object.keys(names).map((name) => [name, kebabCase(name)]))).to.deep.equal(names);
  });

  it("makes PascalCase of a method's name, and leaves capitals alone", () => {
    expect(["ping", "how_paid", "ComposeURLs", "_x__y_"].map(pascalCase)).to.deep.equal([
      "Ping",
      "HowPaid",
      "ComposeURLs",
      "XY_",
    ]);
  });

  it("keeps properties that stand beside each other apart, and none is what every object has", () => {
    const members = ["__proto__", "constructor", "hasOwnProperty", "toString", "valueOf", "plain"];
    const names = members.flatMap((name) => [name, `${name}_`, `${name}__`, `x${name}`]);
    const properties = names.map(propertyName);
    expect(new Set(properties).size).to.equal(names.length);
    expect(properties.filter((name) => name in {})).to.deep.equal([]);
    expect(propertyName("plain_")).to.equal("plain_");
  });

  it("adds as many underscores as it takes", () => {
    expect(untaken("a", new Set(["a", "a_"]), new Set(["a__"]))).to.equal("a___");
    expect(untaken("b", new Set(["a"]))).to.equal("b");
  });

  it("makes local names that differ from each other and from all that is taken", () => {
    const name = fc.constantFrom("a", "a_", "a__", "b", "b_", "class");
    fc.assert(
      fc.property(fc.uniqueArray(name), fc.array(name), (names, taken) => {
        const locals = localNames(names, new Set(taken));
        expect(new Set(locals).size).to.equal(names.length);
        expect(locals.filter((local) => new Set<string>(taken).has(local))).to.deep.equal([]);
      }),
    );
  });
});

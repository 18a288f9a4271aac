/** What stands in the descriptors of the runtime's own methods; that they work is seen in callback/ and client/. */

import { expect } from "chai";
import { Runtime } from "../../../runtime/thrift_faas/runtime.js";
import { SYSTEM_METHODS } from "../../../runtime/system/system-methods.js";

describe("the runtime's own methods", () => {
  it("are those of its IDL", () => {
    expect([...SYSTEM_METHODS.keys()]).to.deep.equal([...Runtime.methods.keys()]);
  });

  it("have names that no IDL's method may have", () => {
    for (const [name, method] of SYSTEM_METHODS)
      expect(name)
        .to.equal(method.name)
        .and.match(/^thrift_faas_/);
  });
});

/** The secret that calls are signed with: what it may hold, and what is said of one that it may not. */

import { expect } from "chai";
import { connect } from "../../../runtime/openfaas/connect.js";
import { parseCallKeys, readCallKeys } from "../../../runtime/openfaas/call-keys.js";
import { SettingError } from "../../../runtime/openfaas/setting-error.js";
import { Project } from "../../support/project.js";
import { failureOf } from "../../support/messages.js";

const [OLD, NEW] = ["0".repeat(64), "a".repeat(32)];

describe("the call keys", () => {
  it("are the lines of the secret, the first one to sign with", () => {
    expect(parseCallKeys(`${OLD}\n`, "")).to.deep.equal([OLD]);
    expect(parseCallKeys(`\n ${NEW} \r\n\r\n${OLD}\n\n`, "")).to.deep.equal([NEW, OLD]);
  });

  for (const [what, text, says] of [
    ["nothing", "", "The secret holds no key."],
    ["empty lines", "\n \n", "The secret holds no key."],
    ["a short key", "sesame", "The secret: key 1 of 1 has less than 32 characters."],
    ["a short key after a long one", `${OLD}\nsesame\n`, "The secret: key 2 of 2 has less than 32 characters."],
  ] as const)
    it(`are refused, without being shown, if there is ${what}`, () => {
      expect(() => parseCallKeys(text, "The secret"))
        .to.throw(SettingError, says)
        .with.property("message")
        .that.includes("openssl rand -hex 32")
        .and.not.includes("sesame");
    });

  it("are checked where a client brings them along", () => {
    expect(() => connect("http://127.0.0.1:1", { callKey: "sesame" })).to.throw(SettingError, "callKey: key 1 of 1");
  });

  describe("of a function", () => {
    let project: Project;
    before(() => (project = new Project()));
    after(() => project.remove());

    it("are read from the secret thrift-faas-call-key; without it there are none", async () => {
      const env = { THRIFT_FAAS_SECRETS: project.path("secrets") };
      expect(await readCallKeys(env)).to.equal(undefined);
      project.write("secrets/thrift-faas-call-key", `${NEW}\n${OLD}\n`);
      expect(await readCallKeys(env)).to.deep.equal([NEW, OLD]);
    });

    it("are not ignored because they are bad: the function does not start", async () => {
      const env = { THRIFT_FAAS_SECRETS: project.path("bad") };
      project.write("bad/thrift-faas-call-key", "sesame");
      expect((await failureOf(readCallKeys(env))).message).to.include("The secret thrift-faas-call-key: key 1 of 1");
      project.write("folder/thrift-faas-call-key/x", "");
      expect(await failureOf(readCallKeys({ THRIFT_FAAS_SECRETS: project.path("folder") }))).to.be.instanceOf(Error);
    });
  });
});

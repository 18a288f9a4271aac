/** `thrift-faas collect` beside functions that ask for a key and live in a namespace: it finds both where they are. */

import { join } from "node:path";
import { expect } from "chai";
import { openStore } from "../../runtime/store/open.js";
import type { Store } from "../../runtime/store/store.js";
import { PACKAGE } from "../support/imports.js";
import { LocalOpenFaaS } from "../support/local-openfaas.js";
import { ask, methodOf, probe } from "../support/probe.js";
import { Project, type Ran } from "../support/project.js";

const KEY = "key-".repeat(8);
const THRIFT_FAAS = join(PACKAGE, "dist/bin/thrift-faas.js");

describe("thrift-faas collect", () => {
  let project: Project;
  let cluster: LocalOpenFaaS;
  let store: Store;
  const { error } = console;
  const main = probe("Main");
  const leaf = probe("Leaf");

  before(async () => {
    console.error = () => {};
    project = new Project();
    project.write("good/thrift-faas-call-key", `${KEY}\n`);
    project.write("bad/thrift-faas-call-key", "sesame\n");
    store = await openStore(`lmdb:${project.path("store")}`);
    const options = { namespace: "staging", callKeys: [KEY] } as const;
    cluster = await new LocalOpenFaaS(options).start();
    await cluster.deploy(main, { go: (invocation, text) => ask(invocation, leaf, text) }, options, store);
    // What it calls is not there yet, so it cannot be finished.
    const connection = cluster.connect({ namespace: "staging", callKey: KEY }).withId("mine");
    await connection.submit(main, methodOf(main, "go"), { text: "a" });
    await cluster.background.settled();
    await cluster.deploy(leaf, { go: (_, text) => text }, options, store);
  });

  after(async () => {
    console.error = error;
    await cluster.close();
    await store.close();
    project.remove();
  });

  const collect = (secrets: string, ...args: string[]): Promise<Ran> => {
    const setting = `THRIFT_FAAS_SECRETS=${project.path(secrets)}`;
    const where = ["--store", `lmdb:${project.path("store")}`, "--gateway", cluster.url, "--idle", "1ms"];
    return project.run("env", setting, process.execPath, THRIFT_FAAS, "collect", ...where, ...args);
  };

  it("says what is wrong with the secret", async () => {
    const { status, stderr } = await collect("bad");
    expect(status).to.equal(1);
    expect(stderr).to.match(/^thrift-faas: The secret thrift-faas-call-key: key 1 of 1 has less than 32 characters/);
    expect(stderr).not.to.include("sesame");
  });

  it("finishes nothing without the key, or in another namespace, and says why", async () => {
    const without = await collect("none", "--namespace", "staging");
    expect(without.stdout).to.match(/^collector: 0 finished, 1 unfinished[^]*mine \(main\): .*only authentic messages/);
    const elsewhere = await collect("good");
    expect(elsewhere.stdout).to.match(/^collector: 0 finished, 1 unfinished[^]*there is no function of this name/);
  });

  it("finishes what is unfinished with both", async () => {
    const { status, stdout } = await collect("good", "--namespace", "staging");
    expect([status, stdout]).to.deep.equal([0, "collector: 1 finished, 0 unfinished, 0 dead letters\n"]);
    const record = await store.load({ partition: "Main", id: "mine" });
    expect(record?.result?.kind).to.equal("reply");
  });
});

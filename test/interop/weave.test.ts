/** Woven IDL is for Apache's compiler, and what that makes of it can call our functions exactly once. */

import { expect } from "chai";
import { readFileSync } from "node:fs";
import { type Dev, startDev } from "../../emulator/dev.js";
import { PACKAGE } from "../support/imports.js";
import { Project } from "../support/project.js";

const ACCOUNT = `
/** Of one account. */
struct AccountState { 1: i64 balance }

service Account {
  i64 deposit(1: i64 amount)
  i64 deposit_and_crash(1: i64 amount)
  i64 balance() (faas.readonly) // in cents
} (faas.state = "AccountState")
`;

const HANDLER = `
import type { AccountHandler } from "../../account/account.js";
export const handler: AccountHandler = {
  deposit: (amount, { state }) => state.balance.update((balance = 0n) => balance + amount),
  async deposit_and_crash(amount, { state, attempt }) {
    const balance = await state.balance.update((before = 0n) => before + amount);
    if (attempt === 1) process.kill(process.pid, "SIGKILL");
    return balance;
  },
  balance: async ({ state }) => (await state.balance.get()) ?? 0n,
};
`;

/** The client that docs/wire.md shows, without the call that it makes. */
function documentedClient(): string {
  const [, section = ""] = readFileSync(`${PACKAGE}/docs/wire.md`, "utf8").split("### Clients in other languages");
  const [, example = ""] = /```python\n([^]*?)\n```/.exec(section) ?? [];
  return example.replace(/^exactly_once\(.*$/m, "");
}

describe("woven IDL", () => {
  let project: Project;

  beforeEach(() => (project = new Project()));
  afterEach(() => project.remove());

  /** What Apache's compiler says of a file: nothing, if it is content. */
  async function compile(language: string, file: string): Promise<void> {
    const ran = await project.run("thrift", "-r", "--gen", language, "-out", project.folder, file);
    expect(ran).to.deep.equal({ status: 0, stdout: "", stderr: "" });
  }

  for (const language of ["py", "cpp"])
    it(`is accepted by thrift --gen ${language}, in one file and in a folder`, async () => {
      const social = `${PACKAGE}/idl-examples/social_network.thrift`;
      const one = await project.thriftFaas("weave", social, "-o", project.path("social.faas.thrift"));
      expect(one).to.deep.include({ status: 0, stderr: "" });
      await compile(language, project.path("social.faas.thrift"));
      // Debian's compiler is older than the type uuid.
      for (const name of ["bookshop", "money"])
        project.write(
          `${name}.thrift`,
          readFileSync(`${PACKAGE}/idl-examples/${name}.thrift`, "utf8").replaceAll(/\buuid\b/g, "string"),
        );
      const many = await project.thriftFaas("weave", project.path("bookshop.thrift"), "-o", project.path("woven"));
      expect(many).to.deep.include({ status: 0, stderr: "" });
      await compile(language, project.path("woven/bookshop.thrift"));
    });

  for (const protocol of ["binary", "compact", "json"])
    it(`has a Python client make exactly-once calls in ${protocol}, through lost replies and crashes`, async () => {
      project.write("account.thrift", ACCOUNT);
      project.write("gen/functions/account/handler.ts", HANDLER);
      const gen = await project.thriftFaas("gen", project.path("account.thrift"), "-o", project.path("gen"));
      expect(gen).to.deep.include({ status: 0, stderr: "" });
      await project.thriftFaas("weave", project.path("account.thrift"), "-o", project.path("account.faas.thrift"));
      await compile("py", project.path("account.faas.thrift"));
      project.write("wire_example.py", documentedClient());
      const dev: Dev = await startDev({ genDir: project.path("gen"), port: 0, onLine: () => {} });
      try {
        const script = `${PACKAGE}/test/interop/aware_client.py`;
        const url = `${dev.url}/function/account`;
        const ran = await project.run("/usr/bin/python3", script, project.folder, url, protocol);
        expect(ran.stderr).to.equal("");
        const lines = ran.stdout.trim().split("\n");
        const shown = Object.fromEntries(lines.map((line) => JSON.parse(line) as [string, unknown]));
        expect(shown["other"]).to.have.property("0", 100);
        expect(shown["submitted"]).to.deep.equal([[5, "deposit failed: unknown result"], 200]);
        expect(shown).to.deep.include({
          repeated: 5,
          crashed: 15,
          later: 5,
          // prettier-ignore
          plain: [[16, 200], [17, 200]],
          attached: ["reply", 5],
          finished: ["reply", 117],
          balance: [117, 200],
        });
      } finally {
        await dev.close();
      }
    });
});

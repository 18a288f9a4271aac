/** A function's process gets the password of its Redis from an OpenFaaS secret. */

import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { startDev } from "../../../emulator/dev.js";
import { stackYaml } from "../../emulator/stack-yaml.js";
import { Project } from "../../support/project.js";
import { startRedis, type RedisServer } from "../../support/redis-server.js";
import { httpCall } from "./http-call.js";

const PASSWORD = "sesame @:/%";
const FUNCTION = `
import { defineFunction, hostService, serve } from "thrift-faas/codegen/v1";
serve(defineFunction("idle", [hostService({ name: "Idle", function: "idle", methods: new Map() }, { handler: {} })]));
`;

describe("the store's password", () => {
  let redis: RedisServer;
  let project: Project;

  before(async () => {
    redis = await startRedis({ config: { requirepass: PASSWORD } });
    project = new Project();
    project.write("gen/functions/idle/index.ts", FUNCTION);
    project.write("gen/stack.yaml", stackYaml({ idle: {} }));
  });

  after(async () => {
    project.remove();
    await redis.stop();
  });

  /** What the function says when asked whether it is ready, undefined if it does not start; and its log. */
  async function askWhetherReady(secrets: string): Promise<{ status: number | undefined; log: string }> {
    const lines: string[] = [];
    const dev = await startDev({
      genDir: project.path("gen"),
      port: 0,
      onLine: (line) => lines.push(line),
      env: { THRIFT_FAAS_STORE: redis.url, THRIFT_FAAS_SECRETS: project.path(secrets) },
    });
    try {
      let status: number | undefined;
      httpCall(`${dev.url}/function/idle/ready`, { method: "GET" }).then(
        (reply) => (status = reply.status),
        () => {},
      );
      while (status === undefined && !lines.some((line) => line.includes("its watchdog has ended"))) await sleep(10);
      return { status, log: lines.join("\n") };
    } finally {
      await dev.close();
    }
  }

  it("is the secret thrift-faas-store-password", async () => {
    project.write("secrets/thrift-faas-store-password", `${PASSWORD}\n`);
    expect(await askWhetherReady("secrets")).to.deep.include({ status: 200 });
  });

  it("is missed with a message that says so, and wrong with one that does not show it", async () => {
    const missing = await askWhetherReady("no-secrets");
    expect(missing.status).to.equal(undefined);
    expect(missing.log).to.match(/could not start.*password/is);

    project.write("other-secrets/thrift-faas-store-password", "open barley");
    const wrong = await askWhetherReady("other-secrets");
    expect(wrong.status).to.equal(undefined);
    expect(wrong.log).to.match(/could not start.*password/is);
    expect(wrong.log).not.to.include("barley");
  });
});

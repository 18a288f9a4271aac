/** Generated functions, each in a process of its own behind the gateway, that share a call key. */

import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { startDev, type Dev } from "../../../emulator/dev.js";
import { connect } from "../../../runtime/openfaas/connect.js";
import { GatewayError } from "../../../runtime/openfaas/gateway-error.js";
import { TextServiceClient } from "../../golden/social_network/gen/social_network/text-service.js";
import { failureOf } from "../../support/messages.js";
import { Project } from "../../support/project.js";
import { httpCall } from "./http-call.js";

const KEY = "0123456789abcdef".repeat(4);

describe("generated functions with a call key", () => {
  let project: Project;
  let dev: Dev;
  const lines: string[] = [];

  before(async () => {
    project = new Project();
    project.copy("demo/functions", "gen/functions");
    project.copy("idl-examples/social_network.thrift", "social_network.thrift");
    const { status, stderr } = await project.thriftFaas(
      "gen",
      project.path("social_network.thrift"),
      "-o",
      project.path("gen"),
    );
    expect([status, stderr]).to.deep.equal([0, ""]);
    project.write("secrets/thrift-faas-call-key", `${KEY}\n`);
    dev = await startDev({
      genDir: project.path("gen"),
      port: 0,
      onLine: (line) => lines.push(line),
      env: { THRIFT_FAAS_SECRETS: project.path("secrets") },
    });
  });

  after(async () => {
    await dev.close();
    project.remove();
  });

  async function compose(callKey?: string): Promise<string> {
    const gateway = connect(dev.url, { ...(callKey !== undefined && { callKey }) });
    try {
      const { text } = await new TextServiceClient(gateway.withId("mine")).ComposeText(
        1n,
        "see http://a.b, @ana",
        new Map(),
      );
      return text;
    } finally {
      gateway.close();
    }
  }

  it("call each other, and answer to a client that has it; always the same under one ID", async () => {
    const text = await compose(KEY);
    expect(text).to.match(/^see http:\/\/short-url\/\w+, @ana$/);
    expect(await compose(KEY)).to.equal(text);
  });

  it("answer to no other, and log it", async () => {
    for (const callKey of [undefined, "f".repeat(64)]) {
      const error = await failureOf(compose(callKey));
      expect(error)
        .to.be.instanceOf(GatewayError)
        .and.include({ status: 401, outcome: "not-executed", retryable: false });
    }
    // The log comes by another way than the answers.
    const refusals = (): string[] => lines.filter((line) => line.includes("A message was refused"));
    while (refusals().length < 2) await sleep(5);
    expect(refusals()).to.have.length(2);
  });

  it("answer to who asks whether they are ready, and to the cron connector", async () => {
    expect((await httpCall(`${dev.url}/function/text-service/ready`, { method: "GET" })).status).to.equal(200);
    const headers = { "X-Topic": "cron-function", "X-Connector": "cron-connector" };
    const reply = await httpCall(`${dev.url}/function/text-service`, { headers });
    expect([reply.status, reply.body.toString()]).to.deep.equal([
      200,
      "collector: 0 finished, 0 unfinished, 0 dead letters\n",
    ]);
    expect((await httpCall(`${dev.url}/function/text-service/metrics`, { method: "GET" })).status).to.equal(405);
  });
});

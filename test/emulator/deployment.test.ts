/** Replicas: as many as wanted, started again when they end, none while nobody calls. */

import { expect } from "chai";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Deployment, type DeploymentOptions } from "../../emulator/cluster/deployment.js";
import { DevError } from "../../emulator/dev-error.js";
import { httpCall } from "../runtime/openfaas/http-call.js";
import { makeFolder, removeFolders } from "./gen-folder.js";
import { isAlive } from "./is-alive.js";
import { MISBEHAVING } from "./misbehaving-function.js";
import { until } from "./until.js";

const TIMING = { probeMs: 50, restartMs: 20, longestRestartMs: 100 };

interface Given extends Partial<Omit<DeploymentOptions, "source">> {
  readonly module?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

describe("emulated deployment", () => {
  const deployments: Deployment[] = [];
  let lines: string[];

  beforeEach(() => (lines = []));

  afterEach(async () => {
    await Promise.all(deployments.splice(0).map((deployment) => deployment.stop()));
    await removeFolders();
  });

  async function deploy({
    module = MISBEHAVING,
    labels = {},
    annotations = {},
    env,
    ...rest
  }: Given): Promise<Deployment> {
    const file = join(await makeFolder({ "main.mjs": module }), "main.mjs");
    const deployment = new Deployment({
      source: {
        name: "f",
        namespace: "openfaas-fn",
        labels,
        annotations: { "com.openfaas.ready.http.path": "/_/ready", ...annotations },
      },
      build: async () => file,
      env: { PATH: process.env["PATH"], healthcheck_interval: "0", ready_path: "/ready", ...env },
      onLine: (line) => lines.push(line),
      timing: TIMING,
      ...rest,
    });
    deployments.push(deployment);
    deployment.scale(deployment.minimum);
    return deployment;
  }

  /** Asks the next replica. */
  async function ask(deployment: Deployment, path = "/pid"): Promise<string> {
    const done = deployment.begin();
    try {
      return (await httpCall(`http://127.0.0.1:${deployment.next()?.port}${path}`)).body.toString();
    } finally {
      done();
    }
  }

  async function pids(deployment: Deployment): Promise<number[]> {
    const asked: number[] = [];
    for (let i = 0; i < deployment.available; i++) asked.push(Number(await ask(deployment)));
    return asked;
  }

  it("has com.openfaas.scale.min replicas at least, one if it says nothing, which take turns", async () => {
    const one = await deploy({});
    const three = await deploy({ labels: { "com.openfaas.scale.min": "3" } });
    await until(() => one.available === 1 && three.available === 3);
    expect(new Set([...(await pids(three)), ...(await pids(three))]).size).to.equal(3);
    expect([one.minimum, three.minimum]).to.deep.equal([1, 3]);
  });

  it("builds once for replicas that start together", async () => {
    const file = join(await makeFolder({ "main.mjs": MISBEHAVING }), "main.mjs");
    let builds = 0;
    const build = async (): Promise<string> => {
      builds++;
      await sleep(50);
      return file;
    };
    const deployment = await deploy({ build, labels: { "com.openfaas.scale.min": "3" } });
    await until(() => deployment.available === 3);
    expect(builds).to.equal(1);
  });

  it("starts a replica again when it has crashed, without touching the others", async () => {
    const deployment = await deploy({ labels: { "com.openfaas.scale.min": "2" } });
    await until(() => deployment.available === 2);
    const before = await pids(deployment);
    expect(deployment.kill("SIGKILL")).to.equal(true);
    await until(() => deployment.available === 1);
    await until(() => deployment.available === 2);
    const after = await pids(deployment);
    expect(after.filter((pid) => before.includes(pid))).to.have.length(1);
    expect(lines).to.include("the function has ended (SIGKILL)");
  });

  it("tries again and again to start what does not, says why once, and gets up when it is mended", async () => {
    let builds = 0;
    const file = join(await makeFolder({ "main.mjs": MISBEHAVING }), "main.mjs");
    const crash = join(await makeFolder({ "main.mjs": "console.error('broken'); process.exit(3);" }), "main.mjs");
    const deployment = await deploy({ build: async () => (++builds > 4 ? file : crash) });
    await until(() => deployment.available === 1);
    expect(builds).to.equal(5);
    expect(lines.filter((line) => line === "broken")).to.have.length(4);
    expect(lines.filter((line) => line.startsWith("could not start"))).to.deep.equal([
      "could not start: its watchdog has ended with exit code 1 before it was ready",
    ]);
  });

  it("waits twice as long before each new try", async () => {
    const times: number[] = [];
    await deploy({
      build: () => {
        times.push(performance.now());
        return Promise.reject(new DevError("no"));
      },
      timing: { ...TIMING, longestRestartMs: 10_000 },
    });
    await until(() => times.length === 6);
    const [fourth = 0, fifth = 0, sixth = 0] = times.slice(3);
    expect(fifth - fourth).to.be.at.least(155);
    expect(sixth - fifth).to.be.at.least(315);
  });

  it("shows what a build that fails has to say, line by line", async () => {
    await deploy({ build: () => Promise.reject(new DevError("an error\nin line 2")) });
    await until(() => lines.length === 2);
    expect(lines).to.deep.equal(["could not start: an error", "in line 2"]);
  });

  it("sends no calls to a replica before it is ready, and no more when it is not", async () => {
    const module = MISBEHAVING.replace(
      'case "ready": return',
      'case "ready": if (globalThis.full) response.statusCode = 503; return',
    ).replace('case "empty":', 'case "empty": globalThis.full = true;');
    const deployment = await deploy({ module, env: { STARTS_AFTER_MS: "300" } });
    await until(() => lines.includes("listening"));
    await until(() => deployment.available === 1);
    await ask(deployment, "/empty");
    await until(() => deployment.available === 0);
    expect(lines.at(-1)).to.match(/^\/_\/ready has failed 3 times/);
  });

  it("takes the watchdog's word if no readiness path is annotated: ready before the function listens", async () => {
    const annotations = { "com.openfaas.ready.http.path": "/_/health" };
    const deployment = await deploy({ annotations, env: { STARTS_AFTER_MS: "600000" } });
    await until(() => deployment.available === 1);
    expect(lines).to.not.include("listening");
  });

  it("goes down to zero when nobody has called for a while, and comes back", async () => {
    const labels = { "com.openfaas.scale.zero": "true", "com.openfaas.scale.zero-duration": "500ms" };
    const deployment = await deploy({ labels, env: { ON_TERM: "exit" } });
    const done = deployment.begin();
    await until(() => deployment.available === 1);
    const pid = Number(await ask(deployment));
    // As long as a call is under way it is not idle.
    await sleep(700);
    expect(deployment.replicas).to.equal(1);
    done();
    await until(() => deployment.replicas === 0);
    expect(deployment.next()).to.equal(undefined);
    await until(() => !isAlive(pid));
    deployment.scale(1);
    await until(() => deployment.available === 1);
    expect(Number(await ask(deployment))).to.not.equal(pid);
    expect(lines).to.include("nobody calls: scaled to zero until somebody does");
  });

  it("lets a replica that is scaled away finish what it does, out of service", async () => {
    const deployment = await deploy({ env: { ON_TERM: "ignore", healthcheck_interval: "100ms" } });
    await until(() => deployment.available === 1);
    const slow = ask(deployment, "/slow/1000");
    await until(() => lines.includes("got slow"));
    deployment.scale(0);
    expect(deployment.available).to.equal(0);
    expect(await slow).to.equal("slow");
  });

  for (const [what, env] of [
    ["goes", { ON_TERM: "exit" }],
    ["does not go", { ON_TERM: "ignore" }],
    ["is scaled away", { ON_TERM: "ignore", healthcheck_interval: "10m" }],
  ] as const)
    it(`stops for good: a function that ${what}`, async () => {
      const deployment = await deploy({ env });
      await until(() => deployment.available === 1);
      const pid = Number(await ask(deployment));
      if (what === "is scaled away") deployment.scale(0);
      await deployment.stop();
      expect(isAlive(pid)).to.equal(false);
      deployment.scale(1);
      expect(deployment.replicas).to.equal(0);
    });

  it("stops one that is only being started", async () => {
    const deployment = await deploy({ module: "console.log(process.pid); setInterval(() => {}, 1000);" });
    await until(() => lines.length === 1);
    await deployment.stop();
    expect(isAlive(Number(lines[0]))).to.equal(false);
  });

  it("loads what is to be preloaded first", async () => {
    const observer = `data:text/javascript,console.log("observing")`;
    const deployment = await deploy({ preload: [observer] });
    await until(() => deployment.available === 1);
    expect(lines.slice(0, 2)).to.deep.equal(["observing", "listening"]);
  });
});

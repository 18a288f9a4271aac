/**
 * deploy/k3d/up.sh, with stand-ins for every tool it calls, which write down what they are told: no cluster can run here.
 * And the example that it deploys, whose types are checked for real.
 */

import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDev } from "../../emulator/dev.js";
import { PACKAGE } from "../support/imports.js";
import { runShell } from "../support/shell.js";
import { fileOf, read, readYaml, text } from "./read-manifests.js";

const TOOLS = ["docker", "k3d", "kubectl", "helm", "faas-cli", "node", "npm", "npx"];

/** What the stand-ins do besides writing down: they remember what has been made. */
const STAND_IN = `#!/bin/bash
name=$(basename "$0")
line="$name $*"
echo "\${IMAGE_PREFIX:+IMAGE_PREFIX=$IMAGE_PREFIX }\${line//$THRIFT_FAAS_K3D_FOLDER/WORK}" >>"$RECORD/calls"
case $line in
  "docker info") [ ! -f "$RECORD/docker-is-down" ] ;;
  "k3d cluster list"*) [ -f "$RECORD/cluster" ] ;;
  "k3d cluster create"*) touch "$RECORD/cluster" ;;
  *" get secret basic-auth "*) echo cGFzc3dvcmQ= ;;
  *" get secret "*) [ -f "$RECORD/secret-\${!#}" ] ;;
  *" create secret generic "*) cat >"$RECORD/secret-$8" ;;
  "faas-cli login"*) cat >"$RECORD/login" ;;
  "faas-cli deploy") echo "$THRIFT_FAAS_STORE" >"$RECORD/store" ;;
  "node -p "*) exec "$REAL_NODE" "$@" ;;
  "node dist/bin/thrift-faas.js gen"*) mkdir -p "$THRIFT_FAAS_K3D_FOLDER/gen/template/thrift-faas" ;;
  "npm pack"*) echo thrift-faas-1.2.3.tgz ;;
  "node "*client.js*) echo "Welcome!" ;;
esac
`;

describe("deploy/k3d/up.sh", () => {
  let folder: string;
  const record = (name: string): string => readFileSync(join(folder, name), "utf8");

  /** @returns the exit code, both outputs, and the calls of this run */
  function run(...args: string[]): { status: number | null; stdout: string; stderr: string; calls: string[] } {
    rmSync(join(folder, "calls"), { force: true });
    const env = {
      PATH: `${join(folder, "bin")}:${join(folder, "system")}`,
      HOME: folder,
      RECORD: folder,
      REAL_NODE: process.execPath,
      THRIFT_FAAS_K3D_FOLDER: join(folder, "work"),
    };
    const { status, stdout, stderr } = spawnSync("/bin/bash", [join(PACKAGE, "deploy/k3d/up.sh"), ...args], {
      env,
      encoding: "utf8",
    });
    const calls = existsSync(join(folder, "calls")) ? record("calls").trim().split("\n") : [];
    return {
      status,
      stdout,
      stderr,
      calls: calls.map((call) => call.replaceAll(PACKAGE, "ROOT/")),
    };
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "thrift-faas-k3d-"));
    mkdirSync(join(folder, "bin"));
    for (const tool of TOOLS) {
      writeFileSync(join(folder, "bin", tool), STAND_IN);
      chmodSync(join(folder, "bin", tool), 0o755);
    }
    // Only what every system has, so that no real tool is called by mistake.
    mkdirSync(join(folder, "system"));
    for (const tool of ["bash", "basename", "base64", "cat", "cp", "dirname", "id", "mkdir", "rm", "touch"]) {
      const found = ["/usr/bin", "/bin"].map((place) => join(place, tool)).find((path) => existsSync(path));
      if (found === undefined) throw new Error(`no ${tool}`);
      writeFileSync(join(folder, "system", tool), `#!/bin/sh\nexec ${found} "$@"\n`);
      chmodSync(join(folder, "system", tool), 0o755);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("goes from nothing to an answer", () => {
    const { status, stdout, stderr, calls } = run();
    expect(status, stderr).to.equal(0);
    expect(stdout).to.match(/Welcome!\n$/);
    const steps = [
      /^docker info$/,
      /^k3d cluster create thrift-faas .*--registry-create thrift-faas\.localhost:127\.0\.0\.1:5000 --port 127\.0\.0\.1:8080:31112@server:0$/,
      /^kubectl .*apply -f .*namespaces\.yaml$/,
      /create secret generic thrift-faas-store-password/,
      /create secret generic redis-admin-password/,
      /^kubectl .*apply -f .*deploy\/redis\/$/,
      /rollout status statefulset\/redis /,
      /^helm upgrade --install openfaas openfaas .*--values .*deploy\/openfaas\/values\.yaml/,
      /^helm upgrade --install cron-connector /,
      /^faas-cli ready$/,
      /^faas-cli login --username admin --password-stdin$/,
      /^node dist\/bin\/thrift-faas\.js gen deploy\/k3d\/example\/guestbook\.thrift -o WORK\/gen$/,
      /^npm pack .*WORK\/gen\/template\/thrift-faas$/,
      /^npm pkg set dependencies\.thrift-faas=file:thrift-faas-1\.2\.3\.tgz$/,
      /^IMAGE_PREFIX=localhost:5000 faas-cli build$/,
      /^IMAGE_PREFIX=localhost:5000 faas-cli push$/,
      /^IMAGE_PREFIX=thrift-faas\.localhost:5000 faas-cli deploy$/,
      /rollout status deployment\/guestbook/,
      /rollout status deployment\/visitor-counter/,
      /^npx tsc -p WORK$/,
      /^node WORK\/out\/client\.js http:\/\/127\.0\.0\.1:8080 /,
    ];
    let from = 0;
    for (const step of steps) {
      const found = calls.findIndex((call, i) => i >= from && step.test(call));
      expect(found, `${step} in\n${calls.slice(from).join("\n")}`).to.be.at.least(0);
      from = found + 1;
    }
    expect(record("login")).to.equal("password");
    expect(record("store").trim()).to.equal("redis://thrift-faas@redis.openfaas-fn:6379");
    for (const name of ["thrift-faas-store-password", "redis-admin-password"]) {
      expect(record(`secret-${name}`)).to.match(/^[0-9a-f]{64}\n$/);
    }
  });

  it("never touches another cluster than its own", () => {
    for (const call of run().calls) {
      if (call.startsWith("kubectl")) expect(call).to.match(/^kubectl --context k3d-thrift-faas /);
      if (call.startsWith("helm")) expect(call).to.contain(" --kube-context k3d-thrift-faas ");
    }
  });

  it("may be run again: cluster, secrets and changed handlers stay", () => {
    run();
    const secret = record("secret-redis-admin-password");
    const handler = join(folder, "work/gen/functions/guestbook/handler.ts");
    writeFileSync(handler, "// changed");
    const { status, calls } = run();
    expect(status).to.equal(0);
    expect(calls.filter((call) => /cluster create|create secret/.test(call))).to.deep.equal([]);
    expect(calls).to.include("k3d cluster start thrift-faas");
    expect(record("secret-redis-admin-password")).to.equal(secret);
    expect(readFileSync(handler, "utf8")).to.equal("// changed");
  });

  it("stops where something fails", () => {
    writeFileSync(join(folder, "bin/helm"), "#!/bin/bash\nexit 3\n");
    const { status, calls } = run();
    expect(status).to.equal(3);
    expect(calls.some((call) => call.includes("faas-cli"))).to.equal(false);
  });

  it("takes a cluster of Redis instead of one", () => {
    const { status, calls } = run("--redis-cluster");
    expect(status).to.equal(0);
    expect(calls.some((call) => /apply -f \S*deploy\/redis-cluster\/$/.test(call))).to.equal(true);
    expect(calls.some((call) => call.includes("wait job/redis-cluster-create --for condition=complete"))).to.equal(
      true,
    );
    expect(record("store")).to.match(
      /^redis-cluster:\/\/thrift-faas@redis-cluster-0\.redis-cluster\.openfaas-fn:6379,/,
    );
  });

  it("names all tools that are missing, and how to get them", () => {
    for (const tool of ["docker", "k3d", "helm"]) rmSync(join(folder, "bin", tool));
    const { status, stderr, calls } = run();
    expect(status).to.equal(1);
    expect(stderr).to.contain("https://docs.docker.com/").and.to.contain("arkade get k3d helm");
    expect(calls).to.deep.equal([]);
  });

  it("says so when Docker does not answer, or it is asked for something else", () => {
    writeFileSync(join(folder, "docker-is-down"), "");
    expect(run().stderr).to.contain("Docker does not answer");
    expect(run("--help")).to.include({ status: 2 });
  });

  it("agrees with the values on the gateway's port", () => {
    const { gateway } = readYaml("deploy/openfaas/values.yaml") as { gateway: { nodePort: number } };
    expect(readFileSync(join(PACKAGE, "deploy/k3d/up.sh"), "utf8")).to.contain(`8080:${gateway.nodePort}@server:0`);
  });
});

describe("the shell scripts in deploy/", () => {
  const scripts = [
    ["deploy/k3d/up.sh", read("deploy/k3d/up.sh"), "bash"],
    ["deploy/k3d/down.sh", read("deploy/k3d/down.sh"), "bash"],
    ["start.sh of redis", fileOf("redis", "start.sh"), "sh"],
    ["start.sh of redis-cluster", fileOf("redis-cluster", "start.sh"), "sh"],
    ["create.sh of redis-cluster", fileOf("redis-cluster", "create.sh"), "sh"],
  ] as const;
  for (const [name, script, shell] of scripts) {
    it(`${name} has nothing that shellcheck knows to be wrong`, () => {
      const { stdout } = spawnSync("shellcheck", ["--shell", shell, "-"], { input: script, encoding: "utf8" });
      expect(stdout).to.equal("");
    });
  }
});

describe("deploy/openfaas/values.yaml", () => {
  it("lets everybody who waits wait longer than whom it waits for", () => {
    const values = readYaml("deploy/openfaas/values.yaml");
    const seconds = (...path: string[]): number => Number(/^(\d+)s$/.exec(text(values, ...path))?.[1]);
    const upstream = seconds("gateway", "upstreamTimeout");
    const stack = readYaml("test/golden/social_network/gen/stack.yaml");
    const ofStack = (name: string): number =>
      Number(/^(\d+)s$/.exec(text(stack, "x-common", "environment", name))?.[1]);
    expect(ofStack("write_timeout")).to.be.greaterThan(ofStack("exec_timeout"));
    expect(upstream).to.be.greaterThan(ofStack("write_timeout"));
    expect(seconds("faasnetes", "readTimeout")).to.be.greaterThan(upstream);
    expect(seconds("faasnetes", "writeTimeout")).to.be.greaterThan(upstream);
    expect(seconds("gateway", "readTimeout")).to.be.greaterThan(upstream);
    expect(seconds("gateway", "writeTimeout")).to.be.greaterThan(upstream);
    expect(seconds("queueWorker", "ackWait")).to.be.greaterThan(upstream);
  });
});

describe("deploy/k3d/example", () => {
  it("is a project whose types fit, and counts its visitors", async () => {
    const folder = mkdtempSync(join(PACKAGE, "dist/k3d-example-"));
    try {
      cpSync(join(PACKAGE, "deploy/k3d/example"), folder, { recursive: true });
      mkdirSync(join(folder, "gen"));
      cpSync(join(folder, "functions"), join(folder, "gen/functions"), { recursive: true });
      rmSync(join(folder, "functions"), { recursive: true });
      await runShell(
        `node dist/bin/thrift-faas.js gen "${folder}/guestbook.thrift" -o "${folder}/gen" && npx tsc -p "${folder}"`,
        PACKAGE,
      );
      const dev = await startDev({ genDir: join(folder, "gen"), port: 0, onLine: () => {} });
      try {
        const client = `"${process.execPath}" "${folder}/out/client.js" ${dev.url} Ada`;
        expect(await runShell(client, PACKAGE)).to.equal("Welcome, Ada! You are visitor 1.\n");
        expect(await runShell(client, PACKAGE)).to.equal("Welcome, Ada! You are visitor 2.\n");
      } finally {
        await dev.close();
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

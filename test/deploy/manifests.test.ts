/** What Kubernetes would say of the manifests, and what only running them would show: names that lead nowhere. */

import { expect } from "chai";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE } from "../support/imports.js";
import { all, APPLIED, at, fileOf, type Json, type Manifest, read, readManifests, text } from "./read-manifests.js";

/** Where kubernetes-types describes what stands in the manifests. */
const MODULES: Readonly<Record<string, string>> = {
  v1: "core/v1",
  "apps/v1": "apps/v1",
  "batch/v1": "batch/v1",
  "networking.k8s.io/v1": "networking/v1",
  "policy/v1": "policy/v1",
};

/** Values that are words, of which the types know only that they are text. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  accessModes: ["ReadWriteOnce", "ReadWriteOncePod"],
  operator: ["Exists", "In", "NotIn", "DoesNotExist"],
  podManagementPolicy: ["Parallel", "OrderedReady"],
  policyTypes: ["Ingress", "Egress"],
  protocol: ["TCP", "UDP"],
  restartPolicy: ["Always", "OnFailure", "Never"],
  whenUnsatisfiable: ["ScheduleAnyway", "DoNotSchedule"],
  fsGroupChangePolicy: ["OnRootMismatch", "Always"],
  medium: ["Memory"],
};

/** Made by up.sh or by hand, never by a manifest: their content must not be in a file. */
const SECRETS = ["thrift-faas-store-password", "redis-admin-password"];

/** What the compiler has to say of the manifests, each as an object of its kind; "" if nothing. */
async function checkTypes(manifests: readonly Manifest[]): Promise<string> {
  // Inside of the package, where kubernetes-types is found.
  const folder = mkdtempSync(join(PACKAGE, "dist/manifests-"));
  try {
    for (const [i, { kind, document }] of manifests.entries()) {
      const version = text(document, "apiVersion");
      const lines = [
        `import type { ${kind} } from "kubernetes-types/${MODULES[version]}";`,
        `export const it: Required<Pick<${kind}, "apiVersion" | "kind" | "metadata">> & ${kind} = ${JSON.stringify(document, undefined, 2)};`,
      ];
      writeFileSync(join(folder, `${i}.ts`), lines.join("\n"));
    }
    const options = { noEmit: true, strict: true, module: "esnext", moduleResolution: "bundler", types: [] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
    return await new Promise((resolve) => {
      const tsc = join(PACKAGE, "node_modules/typescript/bin/tsc");
      execFile(process.execPath, [tsc, "-p", folder], (_error, stdout, stderr) => resolve(stdout + stderr));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const manifests = readManifests("deploy");
const namesOf = (kind: string, among: readonly Manifest[]): string[] =>
  among.filter((manifest) => manifest.kind === kind).map(({ name }) => name);
const podsOf = (among: readonly Manifest[]): Manifest[] =>
  among.filter(({ document }) => at(document, "spec", "template"));
const list = (found: Json | undefined): readonly Json[] => (Array.isArray(found) ? found : []);

describe("the manifests", () => {
  it("are found", () => {
    expect(manifests.map(({ kind, name }) => `${kind} ${name}`)).to.have.members([
      "Namespace openfaas",
      "Namespace openfaas-fn",
      "ConfigMap redis",
      "Service redis",
      "StatefulSet redis",
      "NetworkPolicy redis",
      "ConfigMap redis-cluster",
      "Service redis-cluster",
      "StatefulSet redis-cluster",
      "NetworkPolicy redis-cluster",
      "PodDisruptionBudget redis-cluster",
      "Job redis-cluster-create",
    ]);
  });

  it("have the fields that Kubernetes knows, of the right types, and no others", async () => {
    expect(await checkTypes(manifests)).to.equal("");
  });

  it("would not pass with a field that is misspelt, missing or of another type", async () => {
    const service = (port: Json): Manifest => ({
      path: "",
      kind: "Service",
      name: "x",
      document: { apiVersion: "v1", kind: "Service", metadata: { name: "x" }, spec: { ports: [port] } },
    });
    expect(await checkTypes([service({ port: 1 })])).to.equal("");
    expect(await checkTypes([service({ port: 1, tragetPort: 1 })])).to.contain("tragetPort");
    expect(await checkTypes([service({ name: "x" })])).to.contain("port");
    expect(await checkTypes([service({ port: "1" })])).to.contain("not assignable");
  });

  for (const [field, words] of Object.entries(WORDS)) {
    it(`have for ${field} a word that Kubernetes knows`, () => {
      const found = manifests.flatMap(({ document }) => all(document, field).flat());
      expect(found).to.be.an("array").with.length.greaterThan(0);
      expect(words).to.include.members(found);
    });
  }

  it("hold no passwords", () => {
    expect(namesOf("Secret", manifests)).to.deep.equal([]);
    for (const { document } of manifests)
      expect(all(document, "env").flatMap((env) => all(env, "value"))).not.to.match(/pass/i);
  });

  it("are all in the functions' namespace", () => {
    for (const { document } of APPLIED.flatMap(readManifests)) {
      expect(at(document, "metadata", "namespace")).to.equal("openfaas-fn");
    }
  });
});

for (const folder of APPLIED) {
  describe(folder, () => {
    const applied = readManifests(folder);
    const pods = podsOf(applied);

    it("names ConfigMaps and secrets that exist", () => {
      const configMaps = pods.flatMap(({ document }) => all(document, "configMap").map((map) => text(map, "name")));
      expect(configMaps).to.have.length.greaterThan(0);
      expect(namesOf("ConfigMap", applied)).to.include.members(configMaps);
      const secrets = pods.flatMap(({ document }) =>
        all(document, "secret").map((secret) => at(secret, "name") ?? text(secret, "secretName")),
      );
      expect(secrets).to.have.length.greaterThan(0);
      expect(SECRETS).to.include.members(secrets);
    });

    it("mounts only volumes that exist, and uses every one", () => {
      for (const { document } of pods) {
        const spec = at(document, "spec", "template", "spec");
        const volumes = list(at(spec, "volumes")).map((volume) => text(volume, "name"));
        const claims = list(at(document, "spec", "volumeClaimTemplates")).map((claim) =>
          text(claim, "metadata", "name"),
        );
        const mounted = all(spec, "volumeMounts")
          .flatMap(list)
          .map((mount) => text(mount, "name"));
        expect(new Set(mounted)).to.deep.equal(new Set([...volumes, ...claims]));
      }
    });

    it("runs scripts that the ConfigMap holds", () => {
      for (const { document } of pods) {
        const command = all(document, "command")
          .flatMap(list)
          .filter((word) => typeof word === "string" && word.startsWith("/etc/redis/"));
        expect(command).to.have.length(1);
        const configMap = text(all(document, "configMap")[0], "name");
        expect(fileOf(configMap, text(command, 0).replace("/etc/redis/", ""))).not.to.equal("");
      }
    });

    it("has services that select a pod, and ports that its container opens", () => {
      for (const service of applied.filter(({ kind }) => kind === "Service")) {
        const chosen = pods.filter(({ document }) =>
          matches(at(document, "spec", "template", "metadata", "labels"), at(service.document, "spec", "selector")),
        );
        expect(chosen).to.have.length(1);
        const opened = new Map(
          all(chosen[0]?.document, "containers")
            .flatMap(list)
            .flatMap((container) => list(at(container, "ports")))
            .map((port) => [text(port, "name"), at(port, "containerPort")]),
        );
        for (const port of list(at(service.document, "spec", "ports"))) {
          expect(opened.get(text(port, "targetPort"))).to.equal(at(port, "port"));
        }
        expect(at(chosen[0]?.document, "spec", "serviceName")).to.equal(service.name);
      }
    });

    it("selects in stateful sets, policies and budgets what is there", () => {
      for (const { kind, document } of applied) {
        const selector = at(document, "spec", kind === "NetworkPolicy" ? "podSelector" : "selector", "matchLabels");
        if (selector === undefined) continue;
        const chosen = pods.filter((pod) =>
          matches(at(pod.document, "spec", "template", "metadata", "labels"), selector),
        );
        expect(chosen, kind).to.have.length.greaterThan(0);
      }
    });

    it("lets functions in at the port of the service, and nobody but them and its own", () => {
      const [policy] = applied.filter(({ kind }) => kind === "NetworkPolicy");
      const rules = list(at(policy?.document, "spec", "ingress"));
      expect(at(rules[0], "from", 0, "podSelector", "matchExpressions", 0, "key")).to.equal("faas_function");
      expect(all(rules[0], "port")).to.deep.equal([6379]);
      for (const own of rules.slice(1)) {
        expect(at(own, "from", 0, "podSelector", "matchLabels")).to.deep.equal(
          at(policy?.document, "spec", "podSelector", "matchLabels"),
        );
      }
    });

    it("runs as nobody in particular, on a disk that it cannot change", () => {
      for (const { document } of pods) {
        expect(at(document, "spec", "template", "spec", "securityContext", "runAsNonRoot")).to.equal(true);
        expect(at(document, "spec", "template", "spec", "automountServiceAccountToken")).to.equal(false);
        for (const container of all(document, "containers").flatMap(list)) {
          expect(at(container, "securityContext")).to.deep.equal({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          });
          expect(at(container, "resources", "limits", "memory")).to.be.a("string");
        }
      }
    });

    it("lets Redis refuse writes well before the container is killed", () => {
      const [set] = applied.filter(({ kind }) => kind === "StatefulSet");
      const container = all(set?.document, "containers").flatMap(list)[0];
      const limit = mebibytes(text(container, "resources", "limits", "memory"));
      const maxmemory = mebibytes(/^maxmemory (\S+)$/m.exec(fileOf(set?.name ?? "", "redis.conf"))?.[1] ?? "");
      expect(maxmemory)
        .to.be.at.most(0.65 * limit)
        .and.at.least(0.5 * limit);
    });

    it("gives functions exactly the rights of docs/redis.md", () => {
      const documented = /^ACL SETUSER thrift-faas on >\S+ (.*)$/m.exec(read("docs/redis.md"))?.[1];
      const acl = fileOf(folder.replace("deploy/", ""), "users.acl");
      const given = /^user thrift-faas on #STORE_PASSWORD_SHA256 (.*)$/m.exec(acl)?.[1];
      expect(given).to.be.a("string").that.equals(documented);
    });
  });
}

it("the nodes that are joined are those of the stateful set, in the places that clients are told", () => {
  const cluster = readManifests("deploy/redis-cluster");
  const set = cluster.find(({ kind }) => kind === "StatefulSet");
  const replicas = Number(at(set?.document, "spec", "replicas"));
  const names = Array.from({ length: replicas }, (_, i) => `${set?.name}-${i}.redis-cluster:6379`);
  const [nodes, perMaster] = all(cluster.find(({ kind }) => kind === "Job")?.document, "env").flatMap(list);
  expect(text(nodes, "value").split(/\s+/)).to.deep.equal(names);
  expect(replicas / (Number(text(perMaster, "value")) + 1)).to.equal(3);
  expect(all(set?.document, "args").flat()).to.include("$(POD_NAME).redis-cluster.openfaas-fn");
});

function matches(labels: Json | undefined, selector: Json | undefined): boolean {
  return Object.entries(selector ?? { "": "" }).every(([name, value]) => at(labels, name) === value);
}

function mebibytes(text: string): number {
  const [, count, unit] = /^(\d+)(Gi|Mi|gb|mb)$/.exec(text) ?? [];
  return Number(count) * (unit?.startsWith("G") === true || unit === "gb" ? 1024 : 1);
}

import { expect } from "chai";
import { join } from "node:path";
import { DevError } from "../../../emulator/dev-error.js";
import { readStack } from "../../../emulator/stack/read-stack.js";
import type { Stack } from "../../../emulator/stack/stack.js";
import { makeFolder, removeFolders } from "../gen-folder.js";

/** As `thrift-faas gen` writes it. */
const GENERATED = `
version: 1.0
provider:
  name: openfaas
  gateway: \${OPENFAAS_URL:-http://127.0.0.1:8080}
configuration:
  copy:
    - ./social_network
x-common:
  environment: &environment
    THRIFT_FAAS_STORE: "\${STORE:-redis://redis:6379}"
    THRIFT_FAAS_METRICS_PORT: 9464
    exec_timeout: 45s
    write_timeout: 50
    prefix_logs: false
functions:
  text-service:
    lang: thrift-faas
    handler: ./functions/text-service
    image: \${IMAGE_PREFIX:-localhost:5000}/text-service:latest
    environment:
      <<: *environment
      exec_timeout: 40s
      OWN: 1.0
    secrets: [call-key]
    readonly_root_filesystem: true
    labels: {com.openfaas.scale.min: 2}
    annotations:
      topic: cron-function
      schedule: "* * * * *"
      prometheus.io.scrape: true
    limits: {memory: 256Mi}
    requests: {memory: 64Mi, cpu: 50m}
  url-service:
    lang: thrift-faas
    handler: ./functions/url-service
    image: url-service:latest
    namespace: elsewhere
    environment: *environment
`;

const INDEX = { "functions/text-service/index.ts": "", "functions/url-service/index.ts": "" };

describe("stack file", () => {
  let folder: string;

  afterEach(removeFolders);

  async function read(stack: string, files: Readonly<Record<string, string>> = INDEX): Promise<Stack> {
    folder = await makeFolder({ "stack.yaml": stack.trimStart(), ...files });
    return readStack({ folder, env: { STORE: "memory:" }, upstreamTimeoutMs: 60_000 });
  }

  /** What is wrong, without the folder. */
  async function problems(stack: string, files?: Readonly<Record<string, string>>): Promise<string[]> {
    const error = await read(stack, files).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(DevError);
    return (error as DevError).message.replaceAll(`${folder}/`, "").split("\n");
  }

  async function warnings(stack: string, files?: Readonly<Record<string, string>>): Promise<string[]> {
    return (await read(stack, files)).warnings.map((warning) => warning.replaceAll(`${folder}/`, ""));
  }

  /** The generated one with one thing changed; the line of that is counted from 1. */
  function changed(from: string, to: string): { stack: string; line: number } {
    expect(GENERATED).to.contain(from);
    const stack = GENERATED.trimStart().replace(from, to);
    return { stack, line: GENERATED.trimStart().split(from)[0]?.split("\n").length ?? 0 };
  }

  it("is read as faas-cli reads it: variables, anchors, merged maps, numbers and booleans as text", async () => {
    const { functions, warnings: none } = await read(GENERATED);
    const common = {
      THRIFT_FAAS_STORE: "memory:",
      THRIFT_FAAS_METRICS_PORT: "9464",
      write_timeout: "50",
      prefix_logs: "false",
    };
    expect(functions).to.deep.equal([
      {
        name: "text-service",
        namespace: "openfaas-fn",
        entry: join(folder, "functions/text-service/index.ts"),
        environment: { ...common, exec_timeout: "40s", OWN: "1.0" },
        secrets: ["call-key"],
        labels: { "com.openfaas.scale.min": "2" },
        annotations: { topic: "cron-function", schedule: "* * * * *", "prometheus.io.scrape": "true" },
      },
      {
        name: "url-service",
        namespace: "elsewhere",
        entry: join(folder, "functions/url-service/index.ts"),
        environment: { ...common, exec_timeout: "45s" },
        secrets: [],
        labels: {},
        annotations: {},
      },
    ]);
    expect(none).to.deep.equal([]);
  });

  it("lets environment files override what stands in it, a later one an earlier one", async () => {
    const { stack } = changed("    namespace: elsewhere\n", "    environment_file: [a.yml, b.yml]\n");
    const { functions } = await read(stack, {
      ...INDEX,
      "a.yml": "environment:\n  exec_timeout: 1s\n  A: $${STORE}\n  B: a\n",
      "b.yml": "environment:\n  B: b\n",
    });
    expect(functions[1]?.environment).to.include({ exec_timeout: "1s", A: "$${STORE}", B: "b", write_timeout: "50" });
  });

  it("is missed with a message that says what to do", async () => {
    folder = await makeFolder({});
    const options = { folder, env: {}, upstreamTimeoutMs: 60_000 };
    const error = await readStack(options).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(DevError);
    expect((error as DevError).message).to.equal(
      `There is no ${folder}/stack.yaml. Generate it first: thrift-faas gen <file>.thrift -o ${folder}`,
    );
  });

  describe("shows with its place", () => {
    for (const [what, from, to, expected] of [
      [
        "an unknown key",
        "    secrets:",
        "    secret:",
        `5: unknown key "secret" in functions.text-service, which faas-cli ignores; did you mean \`secrets\`?`,
      ],
      [
        "an unknown key at the top",
        "configuration:",
        "configurations:",
        `1: unknown key "configurations", which faas-cli ignores; did you mean \`configuration\`?`,
      ],
      [
        "an unknown key deep inside",
        "limits: {memory: 256Mi}",
        "limits: {memroy: 256Mi}",
        `14: unknown key "memroy" in functions.text-service.limits, which faas-cli ignores; did you mean \`memory\`?`,
      ],
      [
        "an unknown key like no other",
        "    secrets:",
        "    colour:",
        `5: unknown key "colour" in functions.text-service, which faas-cli ignores; remove it (only x-... at the top of the file is passed over on purpose)`,
      ],
      [
        "x-... that is not at the top",
        "    secrets:",
        "    x-secrets:",
        `5: unknown key "x-secrets" in functions.text-service, which faas-cli ignores; did you mean \`secrets\`?`,
      ],
      [
        "a text for a list",
        "secrets: [call-key]",
        "secrets: call-key",
        "14: functions.text-service.secrets is text; it has to be a list",
      ],
      [
        "a list for a map",
        "labels: {com.openfaas.scale.min: 2}",
        "labels: [a]",
        "5: functions.text-service.labels is a list; it has to be a map",
      ],
      [
        "a map for a text",
        "image: url-service:latest",
        "image: {a: b}",
        "5: functions.url-service.image is a map; it has to be text",
      ],
      [
        "a text for a switch",
        "filesystem: true",
        "filesystem: yes",
        "31: functions.text-service.readonly_root_filesystem has to be true or false",
      ],
      [
        "a missing key",
        "    handler: ./functions/text-service\n",
        "",
        "3: functions.text-service.handler is missing; add it",
      ],
      ["another version", "version: 1.0", "version: 2.0", "10: version is 2.0; faas-cli takes 1.0 only"],
      ["another provider", "name: openfaas", "name: faas", "9: provider.name is faas; faas-cli takes openfaas only"],
      [
        "a handler that is not there",
        "handler: ./functions/url-service",
        "handler: ./nope",
        "14: there is no folder nope; the handler of url-service is looked for beside stack.yaml",
      ],
      [
        "an environment file that is not there",
        "    namespace: elsewhere",
        "    environment_file: [no.yml]",
        "24: there is no file no.yml",
      ],
      [
        "a duration that is none",
        "exec_timeout: 40s",
        "exec_timeout: 40 s",
        `21: exec_timeout is "40 s", which the watchdog cannot read; write seconds, or 500ms, 45s, 1m30s`,
      ],
      [
        "a number that is none",
        "OWN: 1.0",
        "max_inflight: many",
        `21: max_inflight is "many"; it is a number of calls, or 0 for any number`,
      ],
      [
        "a number of replicas that is none",
        "scale.min: 2",
        "scale.min: few",
        `38: com.openfaas.scale.min is "few"; it is a number of replicas`,
      ],
      [
        "an idle time that is none",
        "scale.min: 2",
        "scale.zero-duration: 15",
        `48: com.openfaas.scale.zero-duration is "15"; it looks like 15m or 1h30m`,
      ],
      [
        "a schedule of six fields",
        `"* * * * *"`,
        `"0 * * * * *"`,
        `17: "0 * * * * *" is no schedule; it has five fields, minute, hour, day, month, day of the week, such as */5 * * * *`,
      ],
      [
        "a schedule after a good one",
        `"* * * * *"`,
        `"* * * * *;daily"`,
        `17: "daily" is no schedule; it has five fields, minute, hour, day, month, day of the week, such as */5 * * * *`,
      ],
      [
        "a variable that is not understood",
        "${IMAGE_PREFIX:-localhost:5000}",
        "${IMAGE_PREFIX^^}",
        "12: ${IMAGE_PREFIX^^} is not understood here; ${VAR} and ${VAR:-default} are",
      ],
      [
        "an alias of nothing",
        "environment: *environment",
        "environment: *nothing",
        "18: *nothing stands for nothing: there is no &nothing above",
      ],
      ["a key that is there twice", "    namespace: elsewhere", "    lang: other", "5: Map keys must be unique"],
    ] as const)
      it(what, async () => {
        const { stack, line } = changed(from, to);
        const at = what === "a missing key" ? line - 2 : line;
        expect(await problems(stack)).to.deep.equal([`stack.yaml:${at}:${expected}`]);
      });

    it("what is no YAML with the value of a variable", async () => {
      const { stack, line } = changed('"${STORE:-redis://redis:6379}"', "${STORE:-redis://redis:6379}");
      expect(await problems(stack)).to.deep.equal([
        `stack.yaml:${line}:24: Nested mappings are not allowed in compact mappings with what \${STORE:-redis://redis:6379} stands for; quote it`,
      ]);
    });

    it("what is no YAML", async () => {
      expect((await problems("version: 1.0\nfunctions: [\n"))[0]).to.match(/^stack\.yaml:\d:\d+: /);
      expect(await problems("nothing of the kind")).to.deep.equal(["stack.yaml:1:1:  is text; it has to be a map"]);
    });

    it("places right behind variables of another length than their values", async () => {
      const { stack, line } = changed("latest\n    environment:", "latest # ${NOTHING:-}\n    environments:");
      const [problem] = await problems(stack.replace("&environment", "${NOTHING}&environment"));
      expect(problem).to.match(new RegExp(`^stack\\.yaml:${line + 1}:5: unknown key "environments"`));
    });

    it("a name that is no DNS label", async () => {
      for (const [name, wrong] of [
        ["Text_service", true],
        ["-a", true],
        ["a.b", true],
        ["a".repeat(64), true],
        ["a".repeat(63), false],
        ["0-a", false],
      ] as const) {
        const { stack } = changed("  url-service:\n", `  ${name}:\n`);
        const found = wrong ? await problems(stack) : await warnings(stack);
        expect(
          found.map((text) => text.replace(/ is no name.*/, "")),
          name,
        ).to.deep.equal(wrong ? [`stack.yaml:33:3: "${name}"`] : []);
      }
    });

    it("that there are no functions", async () => {
      const stack = "version: 1.0\nprovider: {name: openfaas}\nfunctions: {}\n";
      expect(await problems(stack)).to.deep.equal([
        "stack.yaml:3:1: there are no functions. Does the IDL have a service?",
      ]);
    });

    it("everything at once, in environment files as well", async () => {
      const { stack } = changed("    secrets: [call-key]\n", "    environment_file: [env.yml]\n");
      const found = await problems(stack.replace("version: 1.0", "version: 3").replace("name: openfaas", "name: x"), {
        ...INDEX,
        "env.yml": "environment:\n  a: b\nother: c\n",
      });
      expect(found.map((line) => line.split(": ")[0])).to.deep.equal([
        "stack.yaml:1:10",
        "stack.yaml:3:9",
        "env.yml:3:1",
      ]);
    });
  });

  describe("is used, with a warning, when", () => {
    it("exec_timeout is longer than write_timeout, wherever it stands", async () => {
      const { stack, line } = changed("write_timeout: 50", "write_timeout: 42s");
      const found = await warnings(stack);
      expect(found).to.have.length(1);
      expect(found[0]).to.match(
        new RegExp(`^stack\\.yaml:${line - 1}:19: exec_timeout \\(45s\\) is longer than write_timeout \\(42s\\)`),
      );
      const alone = changed("    environment: *environment", "    environment: {exec_timeout: 31s}");
      expect((await warnings(alone.stack))[0]).to.match(/exec_timeout \(31s\) is longer than write_timeout \(30s\)/);
    });

    it("exec_timeout is not shorter than the gateway's upstream_timeout", async () => {
      const { stack } = changed("exec_timeout: 40s", "exec_timeout: 1m");
      const found = await warnings(stack.replace("write_timeout: 50", "write_timeout: 2m"));
      expect(found).to.have.length(1);
      expect(found[0]).to.match(
        /^stack\.yaml:22:21: exec_timeout \(1m\) is not shorter than the gateway's upstream_timeout \(60s here\)/,
      );
    });

    it("a function is an image from elsewhere: it is left out", async () => {
      const elsewhere = "  nodeinfo:\n    image: ghcr.io/openfaas/nodeinfo:latest\n    skip_build: true\n";
      const { functions, warnings: found } = await read(`${GENERATED.trimEnd()}\n${elsewhere}`);
      expect(functions.map(({ name }) => name)).to.deep.equal(["text-service", "url-service"]);
      expect(found).to.have.length(1);
      expect(found[0]).to.match(/nodeinfo is not run here: it is an image, without a handler/);
    });

    it("a function has no index.ts: it is left out", async () => {
      const { functions, warnings: found } = await read(GENERATED, {
        "functions/text-service/index.ts": "",
        "functions/url-service/handler.py": "",
      });
      expect(functions.map(({ name }) => name)).to.deep.equal(["text-service"]);
      expect(found).to.have.length(1);
      expect(found[0]).to.match(
        /stack\.yaml:35:14: url-service is not run here: .* has no index\.ts, which thrift-faas gen writes/,
      );
    });
  });
});
